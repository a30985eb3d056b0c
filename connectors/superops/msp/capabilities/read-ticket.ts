// ticket.read: the ticket, and its description, which SuperOps keeps as the first conversation.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { SuperopsContext } from '../auth.ts';
import { toTicket } from '../ticket-transform.ts';
import { readDescription, readTicketRow } from '../tickets.ts';

export async function readTicket(
  context: SuperopsContext,
  input: CapabilityInput<'ticket.read'>,
): Promise<CapabilityOutput<'ticket.read'>> {
  const row = await readTicketRow(context, input.ticket);
  return toTicket(row, context.mapping, await readDescription(context, row.ticketId));
}
