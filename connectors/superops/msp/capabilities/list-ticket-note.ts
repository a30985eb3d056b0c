// ticket.note.list: private and public notes, and what was said between requester and technicians.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { SuperopsContext } from '../auth.ts';
import { readNotes, readTicketRow } from '../tickets.ts';

export async function listTicketNote(
  context: SuperopsContext,
  input: CapabilityInput<'ticket.note.list'>,
): Promise<CapabilityOutput<'ticket.note.list'>> {
  // the lists of a ticket that does not exist may be empty rather than refused
  const { ticketId } = await readTicketRow(context, input.ticket);
  return { items: await readNotes(context, ticketId) };
}
