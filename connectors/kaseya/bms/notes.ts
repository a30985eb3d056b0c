// Notes of a ticket.

import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { NoteInput } from '#connectors/sdk/nouns.ts';
import { type BmsContext, listBms, readResultOrNull } from './client.ts';
import { noteType } from './setup.ts';
import { toNoteBody } from './transform.ts';
import { type NoteRow, noteShape, type TicketRow } from './vendor-shapes.ts';

const pageSize = 100;
const mostPages = 20;

/** All, oldest first. @throws ConnectorError `bad-answer` for a list that does not end */
export async function listNotes(context: BmsContext, ticket: number): Promise<NoteRow[]> {
  const found = new Map<number, NoteRow>();
  for (let page = 1; page <= mostPages; page++) {
    const { rows } = await listBms(context, noteShape, {
      action: `read the notes of ticket ${ticket}`,
      path: `/servicedesk/tickets/${ticket}/notes`,
      query: { PageSize: pageSize, PageNumber: page },
    });
    const before = found.size;
    for (const row of rows) found.set(row.Id, row);
    // an instance that does not page gives the same rows again
    if (rows.length < pageSize || found.size === before) return [...found.values()].sort((a, b) => a.Id - b.Id);
  }
  throw new ConnectorError('bad-answer', `Ticket ${ticket} has more than ${mostPages * pageSize} notes.`);
}

/** @throws ConnectorError `invalid-input` before anything is sent, `bad-answer` when BMS made an internal note public */
export async function postNote(
  context: BmsContext,
  row: TicketRow,
  note: NoteInput,
  tag: string,
  seen: readonly NoteRow[] = [],
): Promise<NoteRow> {
  const isInternal = note.visibility !== 'public';
  if (note.notify && !isInternal && !row.ContactId) {
    throw new ConnectorError('invalid-input', `Nobody can be notified: ticket ${row.Id} has no contact.`);
  }
  const type = await noteType(
    context,
    isInternal,
    seen.map(({ TypeId }) => TypeId),
  );
  const body = toNoteBody(note, tag, { type, at: context.now(), contact: row.ContactId ?? null });
  const written = await readResultOrNull(context, noteShape, {
    action: `add a note to ticket ${row.Id}`,
    method: 'POST',
    path: `/servicedesk/tickets/${row.Id}/notes`,
    json: body,
  });
  if (!written) {
    throw new ConnectorError('bad-answer', `BMS accepted a note for ticket ${row.Id} and does not show it.`, {
      maybeApplied: true,
    });
  }
  if (isInternal && written.IsInternal === false) {
    throw new ConnectorError(
      'bad-answer',
      `BMS made note ${written.Id} of ticket ${row.Id} public although it was sent as internal. Look at it now.`,
      { maybeApplied: true, detail: { ticket: row.Id, note: written.Id } },
    );
  }
  return written;
}
