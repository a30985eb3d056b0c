// Notes of a ticket. Who may read one is always said; our tag is its last line, to find it again.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { NoteInput } from '#connectors/sdk/nouns.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AsioContext } from './auth.ts';
import { road, uuidPart } from './client.ts';
import { visibilities } from './ticket-transform.ts';
import { type NoteRow, noteShape } from './vendor-shapes.ts';

const longestDetail = 12_000;
const notesOf = (ticket: string) => `/api/platform/v1/service/ticketing/tickets/${uuidPart(ticket, 'ticket')}/notes`;

export const readNotes = async (context: AsioContext, ticket: string): Promise<NoteRow[]> =>
  (await road.readIfThere(context, z.array(noteShape), { path: notesOf(ticket), action: 'read the notes' })) ?? [];

/** Before anything is sent. @throws ConnectorError `unsupported` | `invalid-input` */
export function noteDetail(note: NoteInput, tag: string): string {
  if (note.notify) {
    throw new ConnectorError(
      'unsupported',
      'ConnectWise RMM decides by its own rules who is mailed about a note; its API cannot be told to.',
    );
  }
  const detail = withReference(note.body, tag);
  if (detail.length <= longestDetail) return detail;
  throw new ConnectorError(
    'invalid-input',
    `A note of ConnectWise RMM holds ${longestDetail} characters, this one ${detail.length}.`,
  );
}

/** @throws ConnectorError `bad-answer` when an internal note came out public */
export async function writeNote(context: AsioContext, ticket: string, note: NoteInput, tag: string): Promise<NoteRow> {
  const visibility = visibilities[note.visibility];
  const row = await road.read(context, noteShape, {
    method: 'POST',
    path: notesOf(ticket),
    json: { detail: noteDetail(note, tag), visibility },
    action: 'add a note',
  });
  if (note.visibility === 'public' || row.visibility !== visibilities.public) return row;
  throw new ConnectorError(
    'bad-answer',
    'ConnectWise made a note public although it was sent as internal. Look at it now.',
    {
      maybeApplied: true,
      detail: { ticket, note: row.id },
    },
  );
}
