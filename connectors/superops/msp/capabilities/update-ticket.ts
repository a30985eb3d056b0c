// ticket.update: only what is asked for; a status by its name, or by our word for it as this connection maps it.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pickPriority, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { SuperopsContext } from '../auth.ts';
import { readPriorities, readStatuses, updateTicketRow } from '../tickets.ts';
import { categoryFields } from './list-category.ts';

type Input = CapabilityInput<'ticket.update'>;

export async function updateTicket(context: SuperopsContext, input: Input): Promise<CapabilityOutput<'ticket.update'>> {
  const status = input.status
    ? pickStatus(await readStatuses(context), input.status, { mapping: context.mapping, board: null })
    : null;
  const change = {
    ...(input.title === undefined ? {} : { subject: input.title }),
    // whoever changes a status says nothing to the customer by that
    ...(status ? { status: status.name, ...(status.isClosed ? { suppressCloseNotification: true } : {}) } : {}),
    ...(input.priority ? { priority: await priorityName(context, input.priority) } : {}),
    ...(input.category ? await categoryFields(context, input.category) : {}),
  };
  if (Object.keys(change).length === 0) throw new ConnectorError('invalid-input', 'Nothing to change was given.');
  return updateTicketRow(context, input.ticket, change, 'update the ticket');
}

async function priorityName(context: SuperopsContext, wanted: NonNullable<Input['priority']>): Promise<string> {
  const priorities = await readPriorities(context);
  const found = pickPriority(priorities, wanted, context.mapping);
  if (found) return found.name;
  const known = priorities.map(({ name }) => `"${name}"`).join(', ');
  throw new ConnectorError('invalid-input', `No priority here stands for "${wanted}". Map it; there are ${known}.`);
}
