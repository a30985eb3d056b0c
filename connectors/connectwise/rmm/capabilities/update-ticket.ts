// ticket.update and ticket.assign.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pickPriority, pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { AsioContext } from '../auth.ts';
import { uuidPart } from '../client.ts';
import { pickNamed, readList, readPriorities, readStatuses } from '../setup.ts';
import { asTicket, changeTicket, readTicketRow, type TicketChanges } from '../tickets.ts';

export async function updateTicket(
  context: AsioContext,
  input: CapabilityInput<'ticket.update'>,
): Promise<CapabilityOutput<'ticket.update'>> {
  const row = await readTicketRow(context, input.ticket);
  const changes: TicketChanges = {};
  if (input.title !== undefined) changes.summary = input.title;
  if (input.status !== undefined) {
    const board = row.serviceBoard?.id ?? null;
    changes.status = {
      id: pickStatus(await readStatuses(context), input.status, { mapping: context.mapping, board }).id,
    };
  }
  if (input.priority !== undefined) {
    const priority = pickPriority(await readPriorities(context), input.priority, context.mapping);
    if (!priority)
      throw new ConnectorError(
        'invalid-input',
        `No priority here stands for "${input.priority}". Map it under Connections.`,
      );
    changes.priority = { id: priority.id };
  }
  if (input.category !== undefined) {
    const mapped = context.mapping.categories.find((one) => one.category === input.category)?.id;
    changes.category = {
      id: pickNamed(await readList(context, 'categories'), mapped ?? input.category, 'category').id,
    };
  }
  if (Object.keys(changes).length === 0) {
    throw new ConnectorError('invalid-input', 'Nothing to change: give a title, a status, a priority or a category.');
  }
  return asTicket(context, await changeTicket(context, row, changes));
}

export async function assignTicket(
  context: AsioContext,
  input: CapabilityInput<'ticket.assign'>,
): Promise<CapabilityOutput<'ticket.assign'>> {
  const assignee = { id: uuidPart(input.member, 'technician') };
  return asTicket(context, await changeTicket(context, await readTicketRow(context, input.ticket), { assignee }));
}
