// ticket.assign: the technician by id; the group stays as it is.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { SuperopsContext } from '../auth.ts';
import { updateTicketRow } from '../tickets.ts';

export const assignTicket = (
  context: SuperopsContext,
  input: CapabilityInput<'ticket.assign'>,
): Promise<CapabilityOutput<'ticket.assign'>> =>
  updateTicketRow(context, input.ticket, { technician: { userId: input.member } }, 'assign the ticket');
