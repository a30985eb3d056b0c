// Tickets of Atera as our nouns, and back. Statuses, priorities and types are words without ids.
import type { ConnectionMapping } from '#connectors/sdk/connector.ts';
import type { Category, Status, Ticket, TicketNote, VendorPriority } from '#connectors/sdk/nouns.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { isClosingName } from '#connectors/sdk/tickets/closing-name.ts';
import { priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import { sha256, toBase64 } from '#connectors/sdk/webhook/signature.ts';
import type { AteraComment, AteraTicket } from './vendor-shapes.ts';

/** fixed words of the API, the most urgent first */
export const priorities: VendorPriority[] = ['Critical', 'High', 'Medium', 'Low'].map((name, rank) => ({
  id: name,
  name,
  rank,
  isDefault: false,
}));

export const categories: Category[] = ['Incident', 'Problem', 'Request', 'Change'].map((name) => ({
  id: name,
  name,
  board: null,
  isActive: true,
}));

/** what every account has; the account's own are learned from its tickets */
const shippedStatuses = ['Open', 'Pending', 'Resolved', 'Closed'];

export function toStatuses(seen: readonly string[], mapping: ConnectionMapping): Status[] {
  return [...new Set([...shippedStatuses, ...seen])].map((name) => ({
    id: name,
    name,
    board: null,
    isClosed: isClosingName(name, mapping),
    isDefault: name === 'Open',
  }));
}

const nameOf = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' ') || null;
const plainText = (text: string) => (/<[a-z/!]/i.test(text) ? htmlToText(text) : text);

export function toTicket(row: AteraTicket, mapping: ConnectionMapping): Ticket {
  const status = row.TicketStatus ?? 'unknown';
  const isClosed = isClosingName(status, mapping);
  const priority = row.TicketPriority;
  return {
    id: row.TicketID,
    title: row.TicketTitle ?? '',
    description: row.FirstComment ? plainText(row.FirstComment) : null,
    board: null,
    status: { id: status, name: row.TicketStatus ?? null },
    isClosed,
    priority: priority ? priorityOf({ id: priority, name: priority }, mapping) : null,
    category: row.TicketType ?? null,
    client: row.CustomerID === null ? null : { id: row.CustomerID, name: row.CustomerName ?? null },
    contact:
      row.EndUserID === null
        ? null
        : { id: row.EndUserID, name: nameOf(row.EndUserFirstName, row.EndUserLastName) ?? row.EndUserEmail ?? null },
    assignee:
      row.TechnicianContactID === null
        ? null
        : { id: row.TechnicianContactID, name: row.TechnicianFullName ?? row.TechnicianEmail ?? null },
    externalKey: null,
    url: null,
    createdAt: toInstant(row.TicketCreatedDate),
    // Atera keeps it and does not tell
    updatedAt: null,
    closedAt: isClosed ? toInstant(row.TicketResolvedDate) : null,
  };
}

export const commentText = (row: AteraComment): string => plainText(row.Comment || row.CommentHtml || '');

/** Comments have no ids: time, author and text make one. */
export async function toNote(row: AteraComment): Promise<TicketNote> {
  const author = row.Email ?? row.TechnicianContactID ?? row.EndUserID ?? '';
  const digest = await sha256(new TextEncoder().encode(`${row.Date}\n${author}\n${commentText(row)}`));
  return {
    id: toBase64(digest.slice(0, 18)).replaceAll('+', '-').replaceAll('/', '_'),
    // only a plain "not internal" is public: nobody may quote an internal text outside
    visibility: row.IsInternal === false ? 'public' : 'internal',
    isResolution: false,
    author: nameOf(row.FirstName, row.LastName) ?? row.Email ?? null,
    text: commentText(row),
    createdAt: toInstant(row.Date),
  };
}

/** Whether Atera takes a comment for text or for HTML is not told: so no "<" of ours can begin a tag in either reading. */
export const toCommentText = (text: string): string => text.replaceAll('<', '\u2039');
