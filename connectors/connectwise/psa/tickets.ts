// What several capabilities need to do with one ticket: read its row, know its board's statuses, change it and
// make sure that it changed.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Ticket } from '#connectors/sdk/nouns.ts';
import { mappedStatusId } from '#connectors/sdk/tickets/pick-status.ts';
import { askPsa, type PsaContext } from './client.ts';
import { listAll } from './lists.ts';
import { ticketUrl } from './ticket-url.ts';
import { findStatus, toTicket } from './transform.ts';
import {
  type NoteRow,
  noteShape,
  type StatusRow,
  statusShape,
  type TicketRow,
  type TypeRow,
  ticketShape,
  typeShape,
} from './vendor-shapes.ts';

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

export function listBoardTypes(context: PsaContext, board: number): Promise<TypeRow[]> {
  return listAll(context, {
    path: `/service/boards/${board}/types`,
    shape: typeShape,
    action: `read the types of board ${board}`,
  });
}

/** By id or by name, among the types of the ticket's own board. @throws ConnectorError `invalid-input` */
export async function requireType(context: PsaContext, board: { id: number; name?: string | null }, wanted: string) {
  const rows = (await listBoardTypes(context, board.id)).filter((row) => !row.inactiveFlag);
  const mapped = context.mapping.categories.find(
    (row) => row.category === wanted && (row.board === null || row.board === String(board.id)),
  );
  const found =
    rows.find((row) => String(row.id) === (mapped?.id ?? wanted)) ??
    rows.find((row) => row.name.trim().toLowerCase() === wanted.trim().toLowerCase());
  if (found) return found;
  throw new ConnectorError(
    'invalid-input',
    `The board "${board.name ?? board.id}" has no type "${wanted}". It has: ${rows.map((row) => row.name).join(', ') || 'none'}.`,
  );
}

/** Statuses belong to a board: the same name has another id, or none, on the next one. Our stages go by the mapping. */
export function requireStatus(
  context: PsaContext,
  rows: StatusRow[],
  wanted: string,
  board: { id: number; name?: string | null },
): StatusRow {
  const status = findStatus(
    rows,
    mappedStatusId(wanted, { mapping: context.mapping, board: String(board.id) }) ?? wanted,
  );
  if (status) return status;
  const names = rows.filter((row) => !row.inactive).map((row) => row.name);
  throw new ConnectorError(
    'invalid-input',
    `The board "${board.name ?? board.id}" has no status "${wanted}". It has: ${names.join(', ')}.`,
  );
}

export interface TicketChange {
  /** a top-level field; a path into a reference ("company/identifier") answers 200 and does nothing */
  path: 'summary' | 'status' | 'priority' | 'owner' | 'type';
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
