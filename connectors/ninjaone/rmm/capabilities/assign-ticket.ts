// ticket.assign: to a technician by number, e-mail address or name.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { NinjaContext } from '../auth.ts';
import { requireTechnician } from '../people.ts';
import { asTicket, changeTicket, readTicketRow } from '../tickets.ts';

export async function assignTicket(
  context: NinjaContext,
  input: CapabilityInput<'ticket.assign'>,
): Promise<CapabilityOutput<'ticket.assign'>> {
  const row = await readTicketRow(context, input.ticket);
  const { id } = await requireTechnician(context, input.member);
  return asTicket(context, await changeTicket(context, row, { assignedAppUserId: id }));
}
