// ticket.note.list and ticket.note.add.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AsioContext } from '../auth.ts';
import { readNotes, writeNote } from '../notes.ts';
import { toNote } from '../ticket-transform.ts';
import { readTicketRow } from '../tickets.ts';

export async function listTicketNotes(
  context: AsioContext,
  input: CapabilityInput<'ticket.note.list'>,
): Promise<CapabilityOutput<'ticket.note.list'>> {
  // no notes and no ticket look alike in the list of notes
  const { id } = await readTicketRow(context, input.ticket);
  return { items: (await readNotes(context, id)).map(toNote) };
}

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, AsioContext>;

export const addTicketNote: Add = {
  run: async (context, input, { tag }) => toNote(await writeNote(context, input.ticket, input.note, tag)),

  async reconcile(context, input, { tag }) {
    const row = (await readNotes(context, input.ticket)).find((note) => hasReference(note.detail, tag));
    return row ? { found: true, output: toNote(row) } : { found: false };
  },
};
