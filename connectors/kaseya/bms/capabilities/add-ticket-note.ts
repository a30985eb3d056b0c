// ticket.note.add. Whether it is internal is always written out; nobody gets mail who is not named. Our tag is the last line.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { BmsContext } from '../client.ts';
import { listNotes, postNote } from '../notes.ts';
import { readTicketRow } from '../tickets.ts';
import { noteText, toNote } from '../transform.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, BmsContext>;

export const addTicketNote: Add = {
  async run(context, input, { tag }) {
    const row = await readTicketRow(context, input.ticket);
    const seen = context.settings.noteType === null ? await listNotes(context, row.Id) : [];
    return toNote(await postNote(context, row, input.note, tag, seen));
  },

  async reconcile(context, input, { tag }) {
    const rows = await listNotes(context, Number(numberPart(input.ticket, 'ticket')));
    const row = rows.find((note) => hasReference(noteText(note), tag));
    return row ? { found: true, output: toNote(row) } : { found: false };
  },
};
