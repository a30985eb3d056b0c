// ticket.update: read, change, write. A status by its id, its name, or our word for it as this connection maps it.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pickStatus } from '#connectors/sdk/tickets/pick-status.ts';
import type { NinjaContext } from '../auth.ts';
import { longestSubject, priorityId, requireType } from '../ticket-fields.ts';
import { listStatuses } from '../ticketing.ts';
import { asTicket, changeTicket, readTicketRow } from '../tickets.ts';

export async function updateTicket(
  context: NinjaContext,
  input: CapabilityInput<'ticket.update'>,
): Promise<CapabilityOutput<'ticket.update'>> {
  const { title, status, priority, category } = input;
  if (title !== undefined && title.length > longestSubject) {
    throw new ConnectorError(
      'invalid-input',
      `The subject of a NinjaOne ticket holds ${longestSubject} letters, this one has ${title.length}.`,
    );
  }
  const of = { mapping: context.mapping, board: null };
  const change = {
    ...(title === undefined ? {} : { subject: title }),
    ...(status === undefined ? {} : { status: pickStatus(await listStatuses(context), status, of).id }),
    ...(priority === undefined ? {} : { priority: priorityId(context, priority) }),
    ...(category === undefined ? {} : { type: requireType(context, category) }),
  };
  if (Object.keys(change).length === 0) {
    throw new ConnectorError('invalid-input', 'Nothing to change: give a title, a status, a priority or a category.');
  }
  return asTicket(context, await changeTicket(context, await readTicketRow(context, input.ticket), change));
}
