// ticket.note.add. Visibility and e-mail are always written out; our tag is the last line, to find the note again.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { NoteInput } from '#connectors/sdk/nouns.ts';
import { hasReference } from '#connectors/sdk/tickets/note-reference.ts';
import { askPsa, type PsaContext } from '../client.ts';
import { listOwnNotes, recordNumber } from '../tickets.ts';
import { toNote, toNoteBody } from '../transform.ts';
import { type NoteRow, noteShape } from '../vendor-shapes.ts';

type Add = DirectCapability<CapabilityInput<'ticket.note.add'>, CapabilityOutput<'ticket.note.add'>, PsaContext>;

export const addTicketNote: Add = {
  async run(context, input, { tag }) {
    return toNote(await postNote(context, recordNumber(input.ticket, 'ticket'), input.note, tag, 'note'));
  },

  async reconcile(context, input, { tag }) {
    const rows = await listOwnNotes(context, recordNumber(input.ticket, 'ticket'));
    const row = rows.find((one) => hasReference(one.text ?? '', tag));
    return row ? { found: true, output: toNote(row) } : { found: false };
  },
};

export async function postNote(
  context: PsaContext,
  ticket: number,
  note: NoteInput,
  tag: string,
  kind: 'note' | 'resolution',
): Promise<NoteRow> {
  const row = await askPsa(context, noteShape, {
    method: 'POST',
    path: `/service/tickets/${ticket}/notes`,
    json: toNoteBody(note, tag, kind),
    action: `add a note to ticket ${ticket}`,
  });
  if (note.visibility === 'internal' && toNote(row).visibility === 'public') {
    throw new ConnectorError(
      'bad-answer',
      `ConnectWise made note ${row.id} of ticket ${ticket} public although it was sent as internal. Look at it now.`,
      {
        status: 201,
        maybeApplied: true,
        detail: { ticket, note: row.id },
      },
    );
  }
  return row;
}
