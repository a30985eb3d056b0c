// Tickets and people of Syncro as our nouns. Pure. Statuses, priorities and problem types have no ids: the names are ids.

import type { ConnectionMapping } from '#connectors/sdk/connector.ts';
import type { Status, Ticket, TicketNote, VendorPriority } from '#connectors/sdk/nouns.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { isClosingName } from '#connectors/sdk/tickets/closing-name.ts';
import { priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import type { SyncroComment, SyncroCustomer, SyncroTicket } from './vendor-shapes.ts';

/** the first comment of a ticket, which is what it is about */
export const firstSubject = 'Initial Issue';

const inOrder = (comments: readonly SyncroComment[]) =>
  [...comments].sort(
    (a, b) => Date.parse(a.created_at ?? '') - Date.parse(b.created_at ?? '') || Number(a.id) - Number(b.id),
  );

const bodyText = (row: SyncroComment) => (row.is_rich_text === true ? htmlToText(row.body ?? '') : (row.body ?? ''));

const isFirst = (row: SyncroComment) => row.subject?.trim().toLowerCase() === firstSubject.toLowerCase();

export function descriptionOf(comments: readonly SyncroComment[] | null | undefined): string | null {
  const open = inOrder(comments ?? []).filter((row) => row.hidden === false);
  const first = open.find(isFirst) ?? open[0];
  return first ? bodyText(first) : null;
}

/** Only a plain "not hidden" is public: nobody may quote a hidden text outside. */
export const toNote = (row: SyncroComment): TicketNote => ({
  id: row.id,
  visibility: row.hidden === false ? 'public' : 'internal',
  isResolution: false,
  author: row.tech ?? null,
  text: bodyText(row),
  createdAt: toInstant(row.created_at),
});

export const toNotes = (comments: readonly SyncroComment[]): TicketNote[] =>
  inOrder(comments)
    .filter((row) => !isFirst(row))
    .map(toNote);

export function toTicket(row: SyncroTicket, facts: { host: string; mapping: ConnectionMapping }): Ticket {
  const status = row.status ?? 'unknown';
  const isClosed = isClosingName(status, facts.mapping);
  return {
    id: row.id,
    title: row.subject ?? '',
    description: descriptionOf(row.comments),
    board: null,
    status: { id: status, name: row.status ?? null },
    isClosed,
    priority: row.priority ? priorityOf({ id: row.priority, name: row.priority }, facts.mapping) : null,
    category: row.problem_type || null,
    client: row.customer_id === null ? null : { id: row.customer_id, name: row.customer_business_then_name ?? null },
    contact: contactOf(row),
    assignee: row.user_id === null ? null : { id: row.user_id, name: row.user?.full_name ?? null },
    externalKey: null,
    // by the id; the number on the screen is another one
    url: `${facts.host}/tickets/${row.id}`,
    createdAt: toInstant(row.created_at),
    updatedAt: toInstant(row.updated_at),
    closedAt: isClosed ? toInstant(row.resolved_at) : null,
  };
}

function contactOf(row: SyncroTicket): Ticket['contact'] {
  if (row.contact) return { id: row.contact.id, name: row.contact.name ?? null };
  return row.contact_id === null ? null : { id: row.contact_id, name: row.contact_fullname ?? null };
}

export const toStatus = (name: string, mapping: ConnectionMapping): Status => ({
  id: name,
  name,
  board: null,
  isClosed: isClosingName(name, mapping),
  isDefault: name === 'New',
});

/** "0 Urgent" comes first: the number is the rank. */
export function toPriority(name: string): VendorPriority {
  const rank = /^(\d)\b/.exec(name)?.[1];
  return { id: name, name, rank: rank === undefined ? null : Number(rank), isDefault: name === '2 Normal' };
}

export const customerName = (
  row: Pick<SyncroCustomer, 'business_then_name' | 'business_name' | 'fullname'> | null | undefined,
): string | null => row?.business_then_name || row?.business_name || row?.fullname || null;
