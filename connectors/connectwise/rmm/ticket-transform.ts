// The platform's tickets and notes as our nouns. Pure.
import type { ConnectionMapping } from '#connectors/sdk/connector.ts';
import type { NoteVisibility, Status, Ticket, TicketNote } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import { type Names, refOf } from './companies.ts';
import type { NoteRow, TicketRow } from './vendor-shapes.ts';

export interface TicketWords {
  statuses: readonly Status[];
  companies: Names;
  mapping: ConnectionMapping;
}

/** Our key is the last line of a description of ours: the platform has no field for one. */
const ownKey = (description: string | null | undefined) =>
  /\nRef (mspclaw:\S{1,100})\s*$/.exec(`\n${description ?? ''}`)?.[1] ?? null;

export function toTicket(row: TicketRow, { statuses, companies, mapping }: TicketWords): Ticket {
  const status = statuses.find((one) => one.id === row.status?.id);
  const named = (field: TicketRow['status']) => (field?.id ? { id: field.id, name: field.name ?? null } : null);
  const priority = named(row.priority);
  const updatedAt = toInstant(row.updatedAt);
  return {
    id: row.id,
    title: row.summary,
    description: row.description || null,
    board: named(row.serviceBoard),
    status: { id: row.status?.id || 'none', name: row.status?.name ?? status?.name ?? null },
    isClosed: status?.isClosed ?? false,
    priority: priority ? priorityOf(priority, mapping) : null,
    category: row.category?.name ?? null,
    client: refOf(row.company?.id, companies),
    contact: null,
    assignee: row.assignee?.id ? { id: row.assignee.id, name: null } : null,
    externalKey: ownKey(row.description),
    url: null,
    createdAt: toInstant(row.createdAt),
    updatedAt,
    // it does not say when a ticket was closed
    closedAt: status?.isClosed ? updatedAt : null,
  };
}

/** 1 = everybody, 2 = the partner only; 7 and 8 are seen by ConnectWise's experts too, and never by the customer. */
export const visibilities: Record<NoteVisibility, 1 | 2> = { public: 1, internal: 2 };

export const toNote = (row: NoteRow): TicketNote => ({
  id: row.id,
  visibility: row.visibility === visibilities.public ? 'public' : 'internal',
  isResolution: false,
  author: row.createdBy || null,
  text: row.detail,
  createdAt: toInstant(row.createdAt),
});
