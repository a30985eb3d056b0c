// What several capabilities do with tickets: read, search, change and make sure, find our own again.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { halfDone } from '#connectors/sdk/half-done.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { type BmsContext, listBms, readResultOrNull } from './client.ts';
import { ticketFacts } from './setup.ts';
import { ownKey } from './transform.ts';
import { type TicketRow, ticketShape } from './vendor-shapes.ts';

export const largestPage = 100;

export async function readTicketRow(context: BmsContext, ticket: string): Promise<TicketRow> {
  const number = numberPart(ticket, 'ticket');
  const call = { action: `read ticket ${number}`, path: `/servicedesk/tickets/${number}` };
  const row = await readResultOrNull(context, ticketShape, call);
  if (row) return row;
  throw new ConnectorError('not-found', `BMS has no ticket ${number}.`);
}

/** Times are ISO 8601; lists of numbers are text with commas. */
export interface TicketFilter {
  Title?: string;
  AccountIds?: string;
  ExcludeCompleted?: 0 | 1;
  CompletedDateFrom?: string;
  LastActivityUpdateFrom?: string;
  CreatedOnFrom?: string;
}

/** A search is a POST and reads. Newest first, by the field. */
export const searchTickets = (
  context: BmsContext,
  search: { filter: TicketFilter; sort: 'OpenDate' | 'LastActivityUpdate'; page: number; size: number; action: string },
) =>
  listBms(context, ticketShape, {
    action: search.action,
    method: 'POST',
    mutates: false,
    path: '/servicedesk/tickets/search',
    json: {
      PageSize: search.size,
      PageNumber: search.page,
      Sort: `${search.sort} desc`,
      Filter: { ExcludeCompleted: 0, ...search.filter },
    },
  });

export interface TicketChange {
  field: 'Title' | 'StatusId' | 'PriorityId' | 'IssueTypeId';
  value: string | number;
  /** what it is called for a person */
  words: string;
}

/** JSON Patch, by its own content type. @throws ConnectorError `bad-answer` when BMS says yes and a field stays as it was */
export async function changeTicket(context: BmsContext, ticket: number, changes: TicketChange[]): Promise<TicketRow> {
  const words = changes.map((change) => change.words).join(' and ');
  const answered = await readResultOrNull(context, ticketShape, {
    action: `change the ${words} of ticket ${ticket}`,
    method: 'PATCH',
    path: `/servicedesk/tickets/${ticket}`,
    headers: { 'content-type': 'application/json-patch+json' },
    json: changes.map(({ field, value }) => ({ op: 'replace', path: `/${field}`, value })),
  });
  const isMissing = (row: TicketRow) =>
    changes.filter(({ field, value }) => String(row[field] ?? '').trim() !== String(value).trim());
  if (answered && isMissing(answered).length === 0) return answered;
  const row = await readAfter(
    context,
    ticket,
    `The ${words} of ticket ${ticket} was changed; how the ticket is now is not known.`,
  );
  const missing = isMissing(row);
  if (missing.length === 0) return row;
  throw new ConnectorError(
    'bad-answer',
    `BMS accepted the change of ticket ${ticket}, but its ${missing.map((change) => change.words).join(' and ')} stayed as it was. A workflow may hold it back.`,
    { maybeApplied: missing.length < changes.length, detail: { ticket, unchanged: missing.map(({ field }) => field) } },
  );
}

/** The ticket after a change that went well: whatever goes wrong now, the change is there. */
export const readAfter = (context: BmsContext, ticket: number, done: string): Promise<TicketRow> =>
  readTicketRow(context, String(ticket)).catch((error: unknown) => {
    throw halfDone(error, done);
  });

/** BMS does not say in which zone its times are: a day more than any zone differs */
const zoneDoubtMs = 26 * 3_600_000;
const pagesBack = 10;

/** A ticket of ours by its key, among the client's newest, back to when it could have been made. */
export async function findOwnTicket(
  context: BmsContext,
  wanted: { client: string; notBefore: Date; isOurs(key: string | null): boolean },
): Promise<TicketRow | null> {
  const { ownUser } = await ticketFacts(context);
  const fromMs = wanted.notBefore.getTime() - zoneDoubtMs;
  const filter = {
    AccountIds: numberPart(wanted.client, 'account'),
    CreatedOnFrom: new Date(Math.max(fromMs, 0)).toISOString(),
  };
  for (let page = 1; page <= pagesBack; page++) {
    const search = { filter, sort: 'OpenDate', page, size: largestPage, action: 'look for our ticket' } as const;
    const { rows } = await searchTickets(context, search);
    const found = rows.find((row) => wanted.isOurs(ownKey(row, ownUser)));
    if (found) return readTicketRow(context, String(found.Id));
    const oldest = toInstant(rows.at(-1)?.OpenDate);
    if (rows.length < largestPage || (oldest !== null && Date.parse(oldest) < fromMs)) return null;
  }
  return null;
}
