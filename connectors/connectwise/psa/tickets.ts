// What several capabilities need to do with one ticket: read its row, know its board's statuses, change it and
// make sure that it changed.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';
import { askPsa, type PsaContext } from './client.ts';
import { listAll } from './lists.ts';
import { ticketUrl } from './ticket-url.ts';
import { findStatus, toTicket } from './transform.ts';
import { type NoteRow, noteShape, type StatusRow, statusShape, type TicketRow, ticketShape } from './vendor-shapes.ts';

/** @throws ConnectorError `invalid-input` */
export function recordNumber(id: string, noun: string): number {
  if (!/^[1-9]\d{0,9}$/.test(id)) {
    throw new ConnectorError('invalid-input', `"${id.slice(0, 40)}" is not the number of a ConnectWise ${noun}.`);
  }
  return Number(id);
}

export function readTicketRow(context: PsaContext, id: string): Promise<TicketRow> {
  const number = recordNumber(id, 'ticket');
  return askPsa(context, ticketShape, { path: `/service/tickets/${number}`, action: `read ticket ${number}` });
}

export function asTicket(context: PsaContext, row: TicketRow, description: string | null = null): Ticket {
  return toTicket(row, { url: ticketUrl(context.settings, String(row.id)), description });
}

/** Notes written on the ticket itself; time entries are only in `allNotes`. */
export function listOwnNotes(context: PsaContext, ticket: number): Promise<NoteRow[]> {
  return listAll(context, {
    path: `/service/tickets/${ticket}/notes`,
    shape: noteShape,
    action: `read the notes of ticket ${ticket}`,
  });
}

export function listBoardStatuses(context: PsaContext, board: number): Promise<StatusRow[]> {
  return listAll(context, {
    path: `/service/boards/${board}/statuses`,
    shape: statusShape,
    action: `read the statuses of board ${board}`,
  });
}

/** Statuses belong to a board: the same name has another id, or none, on the next one. */
export function requireStatus(rows: StatusRow[], wanted: string, board: string): StatusRow {
  const status = findStatus(rows, wanted);
  if (status) return status;
  const names = rows.filter((row) => !row.inactive).map((row) => row.name);
  throw new ConnectorError(
    'invalid-input',
    `The board "${board}" has no status "${wanted}". It has: ${names.join(', ')}.`,
  );
}

export interface TicketChange {
  /** a top-level field; a path into a reference ("company/identifier") answers 200 and does nothing */
  path: 'summary' | 'status' | 'priority' | 'owner';
  /** whole reference objects, never a part of one */
  value: unknown;
  /** what it is called for a person */
  words: string;
  isIn(row: TicketRow): boolean;
}

/** @throws ConnectorError `bad-answer` when ConnectWise says yes and the ticket stays as it was */
export async function changeTicket(
  context: PsaContext,
  ticket: number,
  changes: TicketChange[],
  notify: boolean,
): Promise<TicketRow> {
  const operations = [...changes, { path: 'processNotifications', value: notify }].map(({ path, value }) => ({
    op: 'replace',
    path,
    value,
  }));
  const row = await askPsa(context, ticketShape, {
    method: 'PATCH',
    path: `/service/tickets/${ticket}`,
    json: operations,
    action: `change the ${changes.map((change) => change.words).join(' and ')} of ticket ${ticket}`,
  });
  if (changes.every((change) => change.isIn(row))) return row;
  const reread = await readTicketRow(context, String(ticket));
  const missing = changes.filter((change) => !change.isIn(reread));
  if (missing.length === 0) return reread;
  throw new ConnectorError(
    'bad-answer',
    `ConnectWise accepted the change of ticket ${ticket} (200), but its ${missing.map((change) => change.words).join(' and ')} stayed as it was. A workflow rule or the role of the API member may hold it back.`,
    {
      status: 200,
      maybeApplied: missing.length < changes.length,
      detail: { ticket, unchanged: missing.map((one) => one.path) },
    },
  );
}
