// Tickets of SuperOps as our nouns, and back. Pure. Statuses and priorities have ids, but tickets carry and take their
// names only: so the name is the id that crosses our border.
import type { ConnectionMapping } from '#connectors/sdk/connector.ts';
import type { Status, Ticket, TicketNote, VendorPriority } from '#connectors/sdk/nouns.ts';
import { htmlToText } from '#connectors/sdk/text/html-text.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { isClosingName } from '#connectors/sdk/tickets/closing-name.ts';
import { priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import type { SuperopsConversation, SuperopsNote, SuperopsTicket } from './vendor-shapes.ts';

export const toStatus = (name: string, mapping: ConnectionMapping): Status => ({
  id: name,
  name,
  board: null,
  isClosed: isClosingName(name, mapping),
  isDefault: /^(new|open)$/i.test(name.trim()),
});

export const toPriority = (name: string): VendorPriority => ({ id: name, name, rank: null, isDefault: false });

export function toTicket(row: SuperopsTicket, mapping: ConnectionMapping, description: string | null = null): Ticket {
  const status = row.status ?? 'unknown';
  const isClosed = isClosingName(status, mapping);
  return {
    id: row.ticketId,
    title: row.subject ?? '',
    description,
    board: row.techGroup,
    status: { id: status, name: row.status ?? null },
    isClosed,
    priority: row.priority ? priorityOf({ id: row.priority, name: row.priority }, mapping) : null,
    category: [row.category, row.subcategory].filter(Boolean).join(' / ') || null,
    client: row.client,
    contact: row.requester.ref,
    assignee: row.technician,
    externalKey: null,
    url: null,
    createdAt: toInstant(row.createdTime),
    updatedAt: toInstant(row.updatedTime),
    closedAt: isClosed ? toInstant(row.resolutionTime) : null,
  };
}

/** The first conversation of a ticket is its description: SuperOps has no field for it. */
export const isDescription = (row: SuperopsConversation): boolean => row.type === 'DESCRIPTION';

/** Conversations are what the requester reads and writes; ids of notes and conversations are counted apart. */
export const conversationToNote = (row: SuperopsConversation): TicketNote => ({
  id: `conversation:${row.conversationId}`,
  visibility: 'public',
  isResolution: false,
  author: row.user,
  text: htmlToText(row.content ?? ''),
  createdAt: toInstant(row.time),
});

/** Anything but the word PUBLIC is internal: nobody may quote such a text outside. */
export const noteToNote = (row: SuperopsNote): TicketNote => ({
  id: row.noteId,
  visibility: row.privacyType === 'PUBLIC' ? 'public' : 'internal',
  isResolution: false,
  author: row.addedBy?.name ?? null,
  text: htmlToText(row.content ?? ''),
  createdAt: toInstant(row.addedOn),
});
