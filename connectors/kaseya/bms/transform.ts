// Between the words of BMS and ours, both ways. Pure.

import type { z } from 'zod';
import { roleOfWords } from '#connectors/sdk/devices/device-words.ts';
import type { Contact, Device, Member, NoteInput, Priority, Ref, Ticket, TicketNote } from '#connectors/sdk/nouns.ts';
import { htmlToText, textToHtml } from '#connectors/sdk/text/html-text.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { AssigneeRow, assetShape, contactShape, NoteRow, TicketRow } from './vendor-shapes.ts';

export const toRef = (id: number | null | undefined, name: string | null | undefined): Ref | null =>
  typeof id === 'number' && id > 0 ? { id: String(id), name: name || null } : null;

/** What is not in a row itself. */
export interface TicketFacts {
  /** our own user: only in tickets of his is the last line of the details our key */
  ownUser: number;
  priorityOf(id: number, name: string | null): Priority | null;
}

export function toTicket(row: TicketRow, facts: TicketFacts): Ticket {
  const key = ownKey(row, facts.ownUser);
  const details = htmlToText(row.Details ?? '');
  return {
    id: String(row.Id),
    title: row.Title ?? '',
    description: (key === null ? details : withoutLastLine(details)) || null,
    board: toRef(row.QueueId, row.QueueName),
    status: { id: String(row.StatusId), name: row.StatusName || null },
    isClosed: toInstant(row.CompletedDate) !== null,
    priority: row.PriorityId ? facts.priorityOf(row.PriorityId, row.PriorityName ?? null) : null,
    category: row.IssueTypeName || null,
    client: toRef(row.AccountId, row.AccountName),
    contact: toRef(row.ContactId, row.ContactName),
    assignee: toRef(row.AssigneeId, row.AssigneeName),
    externalKey: key,
    url: null,
    createdAt: toInstant(row.CreatedOn ?? row.OpenDate),
    updatedAt: toInstant(row.LastActivityUpdate ?? row.CreatedOn ?? row.OpenDate),
    closedAt: toInstant(row.CompletedDate),
  };
}

const withoutLastLine = (text: string) => text.slice(0, Math.max(text.lastIndexOf('\n'), 0)).trimEnd();

/** BMS keeps no key of ours: it is the last line of the details. What a customer writes there is none. */
export function ownKey(row: Pick<TicketRow, 'CreatedBy' | 'Details'>, ownUser: number): string | null {
  if (row.CreatedBy !== ownUser) return null;
  const last =
    htmlToText(row.Details ?? '')
      .split('\n')
      .at(-1)
      ?.trim() ?? '';
  return /^Ref (\S{1,100})$/.exec(last)?.[1] ?? null;
}

export const detailsOf = (text: string, tag: string): string => textToHtml(withReference(text, tag));

export const noteText = (row: Pick<NoteRow, 'Details'>): string => htmlToText(row.Details ?? '');

export const toNote = (row: NoteRow): TicketNote => ({
  id: String(row.Id),
  // unless BMS says that it is not internal, it is not for outside
  visibility: row.IsInternal === false ? 'public' : 'internal',
  isResolution: false,
  author: row.CreatedByName || null,
  text: noteText(row),
  createdAt: toInstant(row.CreatedOn),
});

/** @param contact who gets mail when a public note may notify; BMS mails nobody who is not named */
export function toNoteBody(note: NoteInput, tag: string, of: { type: number; at: Date; contact: number | null }) {
  return {
    Details: detailsOf(note.body, tag),
    IsInternal: note.visibility !== 'public',
    TypeId: of.type,
    NoteDate: of.at.toISOString(),
    ...(note.notify && note.visibility === 'public' && of.contact !== null
      ? { EmailNotification: { ContactIds: String(of.contact) } }
      : {}),
  };
}

export const toMember = (row: AssigneeRow): Member => ({
  id: String(row.Id),
  handle: row.EmailAddress || row.Name || String(row.Id),
  name: row.Name || String(row.Id),
  email: row.EmailAddress || null,
  isActive: true,
});

export const toContact = (row: z.output<typeof contactShape>): Contact => ({
  id: String(row.Id),
  name: [row.FirstName, row.LastName].filter(Boolean).join(' ') || row.EmailAddress || String(row.Id),
  email: row.EmailAddress || null,
  client: toRef(row.AccountId, row.AccountName),
  isActive: row.IsActive !== false,
});

/** What a list tells of a hardware asset; how it is doing is the RMM's to say. */
export function toDevice(row: z.output<typeof assetShape>): Device {
  return {
    id: String(row.Id),
    name: row.AssetName || String(row.Id),
    client: toRef(row.AccountId, row.AccountName),
    site: null,
    role: roleOfWords(row.CategoryName ?? ''),
    os: null,
    osFamily: 'other',
    serial: row.SerialNumber || null,
    macs: [],
    online: null,
    lastSeenAt: null,
  };
}
