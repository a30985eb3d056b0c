// ticket.update by JSON Patch; every change is checked in the answer.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { pickPriority, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { requireCategory } from '../categories.ts';
import type { BmsContext } from '../client.ts';
import { listPriorities, listStatuses, ticketFacts } from '../setup.ts';
import { changeTicket, readTicketRow, type TicketChange } from '../tickets.ts';
import { toTicket } from '../transform.ts';

type Input = CapabilityInput<'ticket.update'>;
type Update = DirectCapability<Input, CapabilityOutput<'ticket.update'>, BmsContext>;

export const updateTicket: Update = {
  async run(context, input) {
    const changes: TicketChange[] = [];
    if (input.title !== undefined) changes.push({ field: 'Title', value: input.title, words: 'title' });
    if (input.status !== undefined) changes.push(await statusChange(context, input.ticket, input.status));
    if (input.priority !== undefined) changes.push(await priorityChange(context, input.priority));
    if (input.category !== undefined) {
      changes.push({
        field: 'IssueTypeId',
        value: await requireCategory(context, input.category),
        words: 'issue type',
      });
    }
    if (changes.length === 0) {
      throw new ConnectorError('invalid-input', 'Nothing to change: give a title, a status, a priority or a category.');
    }
    const facts = await ticketFacts(context);
    return toTicket(await changeTicket(context, Number(numberPart(input.ticket, 'ticket')), changes), facts);
  },
};

async function statusChange(context: BmsContext, ticket: string, wanted: string): Promise<TicketChange> {
  const { QueueId } = await readTicketRow(context, ticket);
  const board = QueueId ? String(QueueId) : null;
  const status = pickStatus(await listStatuses(context), wanted, { mapping: context.mapping, board });
  return { field: 'StatusId', value: Number(status.id), words: 'status' };
}

async function priorityChange(context: BmsContext, wanted: NonNullable<Input['priority']>): Promise<TicketChange> {
  const priorities = await listPriorities(context);
  const found = pickPriority(priorities, wanted, context.mapping);
  if (found) return { field: 'PriorityId', value: Number(found.id), words: 'priority' };
  const known = priorities.map(({ name }) => `"${name}"`).join(', ');
  throw new ConnectorError(
    'invalid-input',
    `No priority of BMS stands for "${wanted}". Map it under Connections; there are ${known || 'none'}.`,
  );
}
