// ticket.note.list: the comments of a ticket, oldest first. Its description is part of the ticket, and what the system logs
// is not a note.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { NinjaContext } from '../auth.ts';
import { readNotes } from '../ticket-notes.ts';
import { readTicketRow } from '../tickets.ts';

export async function listTicketNote(
  context: NinjaContext,
  input: CapabilityInput<'ticket.note.list'>,
): Promise<CapabilityOutput<'ticket.note.list'>> {
  const { id } = await readTicketRow(context, input.ticket);
  return { items: await readNotes(context, id) };
}
