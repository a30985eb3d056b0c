// ticket.update: only what is asked for, all of it names.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pickPriority, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { SyncroContext } from '../auth.ts';
import { changeTicket, problemType, readPriorities, readStatuses } from '../tickets.ts';

type Input = CapabilityInput<'ticket.update'>;

export async function updateTicket(context: SyncroContext, input: Input): Promise<CapabilityOutput<'ticket.update'>> {
  const status = input.status
    ? pickStatus(await readStatuses(context), input.status, { mapping: context.mapping, board: null })
    : null;
  const change = {
    ...(input.title === undefined ? {} : { subject: input.title }),
    ...(status ? { status: status.name } : {}),
    ...(input.priority ? { priority: await priorityName(context, input.priority) } : {}),
    ...(input.category ? { problem_type: await problemType(context, input.category) } : {}),
  };
  if (Object.keys(change).length === 0) throw new ConnectorError('invalid-input', 'Nothing to change was given.');
  return changeTicket(context, input.ticket, change, 'update the ticket');
}

async function priorityName(context: SyncroContext, wanted: NonNullable<Input['priority']>): Promise<string> {
  const priorities = await readPriorities(context);
  const found = pickPriority(priorities, wanted, context.mapping);
  if (found) return found.name;
  const known = priorities.map(({ name }) => `"${name}"`).join(', ');
  throw new ConnectorError('invalid-input', `No priority here stands for "${wanted}". Map it; there are ${known}.`);
}
