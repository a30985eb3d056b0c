// ticket.update. A status is looked up among those of the ticket's own type; every change is checked in the answer.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { pickPriority, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import { requireCategory } from '../categories.ts';
import type { HaloContext } from '../client.ts';
import { listPriorities, listStatuses, ticketWords } from '../setup.ts';
import { changeTicket, readTicketRow, type TicketFields } from '../tickets.ts';
import { toTicket } from '../transform.ts';

type Input = CapabilityInput<'ticket.update'>;
type Update = DirectCapability<Input, CapabilityOutput<'ticket.update'>, HaloContext>;

export const updateTicket: Update = {
  async run(context, input) {
    const fields = await changedFields(context, input);
    const words = Object.keys(fields).map((name) => fieldWords[name] ?? name);
    if (words.length === 0) {
      throw new ConnectorError('invalid-input', 'Nothing to change: give a title, a status, a priority or a category.');
    }
    const number = Number(numberPart(input.ticket, 'ticket'));
    const names = await ticketWords(context);
    return toTicket(await changeTicket(context, number, fields, words.join(' and ')), names);
  },
};

const fieldWords: Record<string, string> = {
  summary: 'title',
  status_id: 'status',
  priority_id: 'priority',
  category_1: 'category',
};

async function changedFields(context: HaloContext, input: Input): Promise<TicketFields> {
  const fields: TicketFields = {};
  if (input.title !== undefined) fields.summary = input.title;
  if (input.status !== undefined || input.category !== undefined) {
    const { tickettype_id } = await readTicketRow(context, input.ticket);
    const board = tickettype_id ? String(tickettype_id) : null;
    if (input.status !== undefined) {
      const status = pickStatus(await listStatuses(context, board), input.status, { mapping: context.mapping, board });
      fields.status_id = Number(status.id);
    }
    if (input.category !== undefined) fields.category_1 = await requireCategory(context, input.category, board);
  }
  if (input.priority !== undefined) fields.priority_id = await requirePriority(context, input.priority);
  return fields;
}

async function requirePriority(context: HaloContext, wanted: NonNullable<Input['priority']>): Promise<number> {
  const priorities = await listPriorities(context);
  const found = pickPriority(priorities, wanted, context.mapping);
  if (found) return Number(found.id);
  const known = priorities.map(({ name }) => `"${name}"`).join(', ');
  throw new ConnectorError(
    'invalid-input',
    `No priority of this Halo stands for "${wanted}". Map it under Connections; there are ${known || 'none'}.`,
  );
}
