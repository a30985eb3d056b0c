// ticket.note.add. The privacy is always written out; our tag is the last line, to find the note again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { SuperopsContext } from '../auth.ts';
import { readNotes, writeNote } from '../tickets.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, SuperopsContext>;

export const addTicketNote: Add = {
  run: (context, input, { tag }) => writeNote(context, input.ticket, input.note, tag),

  async reconcile(context, input, { tag }) {
    const note = (await readNotes(context, input.ticket)).find(({ text }) => hasReference(text, tag));
    return note ? { found: true, output: note } : { found: false };
  },
};
