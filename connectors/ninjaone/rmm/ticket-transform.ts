// NinjaOne's tickets and log entries as our nouns, and a whole ticket as its PUT wants it. Pure.
import type { ConnectionMapping } from '#connectors/sdk/connector.ts';
import type { Ticket, TicketNote, VendorPriority } from '#connectors/sdk/nouns.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import { instant } from './device-transform.ts';
import type { BoardRow, LogEntry, StatusRow, TicketRow } from './ticket-shapes.ts';
import type { TicketWords } from './ticket-words.ts';
import { statusName } from './ticketing.ts';

/** Parts of the API itself, the same on every instance. */
export const priorities: VendorPriority[] = ['High', 'Medium', 'Low', 'None'].map((name, rank) => ({
  id: name.toUpperCase(),
  name,
  rank,
  isDefault: name === 'None',
}));

export interface TicketFacts {
  description: string | null;
  updatedAt: string | null;
}

export function toTicket(
  row: TicketRow,
  of: { words: TicketWords; mapping: ConnectionMapping; host: string },
  facts: TicketFacts = { description: null, updatedAt: null },
): Ticket {
  const { words } = of;
  return {
    ...shared(row, of),
    title: row.subject ?? '',
    ...facts,
    board: words.forms.ref(row.ticketFormId),
    client: words.organizations.ref(row.clientId),
    contact: row.requesterUid ? { id: row.requesterUid, name: null } : null,
    assignee: words.technicians.ref(row.assignedAppUserId),
    closedAt: null,
  };
}

/** A line of a board. @param client where the organization's name does not say which one it is */
export function toListedTicket(
  row: BoardRow & { status: StatusRow },
  of: { words: TicketWords; mapping: ConnectionMapping; host: string },
  client: Ticket['client'],
): Ticket {
  const { words } = of;
  const ticket = shared(row, of);
  return {
    ...ticket,
    title: row.summary ?? row.subject ?? '',
    description: null,
    updatedAt: instant(row.lastUpdated),
    board: words.forms.byName(row.ticketForm),
    client,
    // a line names the requester only, and names are not ids
    contact: null,
    assignee: words.technicians.byName(row.assignedAppUser),
    closedAt: ticket.isClosed ? instant(row.solvedTime) : null,
  };
}

function shared(
  row: Pick<TicketRow, 'id' | 'status' | 'priority' | 'type' | 'tags' | 'createTime'>,
  of: { words: TicketWords; mapping: ConnectionMapping; host: string },
) {
  const status = String(row.status.statusId);
  const known = of.words.statuses.get(status);
  return {
    id: String(row.id),
    status: { id: status, name: known?.name ?? statusName(row.status) },
    isClosed: known?.isClosed ?? false,
    priority:
      row.priority && row.priority !== 'NONE' ? priorityOf({ id: row.priority, name: row.priority }, of.mapping) : null,
    category: row.type ?? null,
    externalKey: keyOf(row.tags),
    url: ticketUrl(of.host, String(row.id)),
    createdAt: instant(row.createTime),
  };
}

/** Our key is one of the ticket's tags. */
const keyOf = (tags: string[] | null | undefined) => tags?.find((tag) => tag.startsWith('mspclaw:')) ?? null;

export const ticketUrl = (host: string, id: string): string => `${host}/#/ticketing/ticket/${encodeURIComponent(id)}`;

export const entryText = (entry: Pick<LogEntry, 'body' | 'htmlBody'>): string =>
  entry.htmlBody ? htmlToText(entry.htmlBody) : (entry.body ?? '');

export function toNote(entry: LogEntry, authors: ReadonlyMap<string, string>): TicketNote {
  return {
    id: entry.id,
    // unless NinjaOne says that the requester sees it, it is not for outside
    visibility: entry.publicEntry === true ? 'public' : 'internal',
    isResolution: false,
    author: authors.get(entry.appUserContactUid ?? '') ?? null,
    text: entryText(entry),
    createdAt: instant(entry.createTime),
  };
}

/** Everything a PUT may say: what is left out of it is lost. */
export function wholeTicket(row: TicketRow): Record<string, unknown> {
  const { ccList, attributeValues, status, id: _id, createTime: _created, ...fields } = row;
  const whole = {
    ...fields,
    status: String(status.statusId),
    cc: ccList ? { uids: ccList.uids ?? [], emails: ccList.emails ?? [] } : null,
    attributes: (attributeValues ?? []).flatMap(({ id, attributeId, value }) =>
      value === null || value === undefined
        ? []
        : [{ ...(id ? { id } : {}), attributeId, value: typeof value === 'string' ? value : JSON.stringify(value) }],
    ),
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null && value !== undefined));
}
