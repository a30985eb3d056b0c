// ticket.read: the ticket, and its log for what the ticket itself does not tell.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { NinjaContext } from '../auth.ts';
import { asTicket, factsOf, readLog, readTicketRow } from '../tickets.ts';

export async function readTicket(
  context: NinjaContext,
  input: CapabilityInput<'ticket.read'>,
): Promise<CapabilityOutput<'ticket.read'>> {
  const row = await readTicketRow(context, input.ticket);
  return asTicket(context, row, factsOf(await readLog(context, row.id)));
}
