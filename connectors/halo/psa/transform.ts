// Between the words of Halo and ours, both ways. Pure.

import type { z } from 'zod';
import { osFamilyOfWords, roleOfWords } from '#connectors/sdk/devices/device-words.ts';
import type {
  Client,
  Contact,
  Device,
  Member,
  NoteInput,
  Priority,
  Ref,
  Ticket,
  TicketNote,
} from '#connectors/sdk/nouns.ts';
import { htmlToText, textToHtml } from '#connectors/sdk/text/html-text.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type { ActionRow, AgentRow, AssetRow, clientShape, TicketRow, userShape } from './vendor-shapes.ts';

/** Halo writes times without a zone, in UTC; a date of before 1971 is its word for "none". */
export function toInstant(value: string | null | undefined): string | null {
  if (!value) return null;
  const at = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(at) || at < 31_536_000_000 ? null : new Date(at).toISOString();
}

/** 0 and below are Halo's "none" */
export function toRef(id: number | null | undefined, name: string | null | undefined): Ref | null {
  return typeof id === 'number' && id > 0 ? { id: String(id), name: name || null } : null;
}

/** What the ids of a ticket are called, and which statuses close. */
export interface TicketWords {
  statuses: ReadonlyMap<number, { name: string | null; isClosed: boolean }>;
  types: ReadonlyMap<number, string | null>;
  /** false: the instance does not tell which statuses close, so the ticket's own word counts */
  knowsClosed: boolean;
  priorityOf(id: number, name: string | null): Priority | null;
}

export function toTicket(row: TicketRow, words: TicketWords): Ticket {
  const status = words.statuses.get(row.status_id ?? 0);
  const isClosed = words.knowsClosed && status ? status.isClosed : (row.hasbeenclosed ?? false);
  return {
    id: String(row.id),
    title: row.summary ?? '',
    description: row.details_html ? htmlToText(row.details_html) : row.details || null,
    board: toRef(row.tickettype_id, row.tickettype_name ?? words.types.get(row.tickettype_id ?? 0)),
    status: { id: String(row.status_id ?? 0), name: row.status_name ?? status?.name ?? null },
    isClosed,
    priority: row.priority_id ? words.priorityOf(row.priority_id, row.priority_name ?? null) : null,
    category: row.category_1 || null,
    client: toRef(row.client_id, row.client_name),
    contact: toRef(row.user_id, row.user_name),
    assignee: toRef(row.agent_id, row.agent_name),
    externalKey: row.third_party_id_string || null,
    url: null,
    createdAt: toInstant(row.dateoccurred ?? row.dateoccured ?? row.datecreated),
    updatedAt: changedAt(row),
    closedAt: isClosed ? toInstant(row.dateclosed ?? row.datecleared) : null,
  };
}

/** The later of both: an action changes the one, a field the other. */
export function changedAt(row: Pick<TicketRow, 'lastactiondate' | 'last_update'>): string | null {
  const [later = null] = [toInstant(row.lastactiondate), toInstant(row.last_update)]
    .filter((at) => at !== null)
    .sort()
    .reverse();
  return later;
}

export function toNote(row: ActionRow, words: Pick<TicketWords, 'statuses'>): TicketNote {
  return {
    id: String(row.id),
    // unless Halo says that the user may see it, it is not for outside
    visibility: row.hiddenfromuser === false ? 'public' : 'internal',
    isResolution: words.statuses.get(row.new_status ?? 0)?.isClosed ?? false,
    author: row.who || null,
    text: noteText(row),
    createdAt: toInstant(row.datetime),
  };
}

export function noteText(row: ActionRow): string {
  const html = row.note_html || row.emailbody_html;
  return html ? htmlToText(html) : (row.note ?? '');
}

/**
 * Everything that decides who sees it or gets mail is written out: what Halo does by itself depends on the action's setup.
 * A note for the inside never goes out by mail, whoever asks.
 */
export function toAction(ticket: number, note: NoteInput, tag: string) {
  const isPublic = note.visibility === 'public';
  return {
    ticket_id: ticket,
    outcome: isPublic ? 'Public Note' : 'Private Note',
    note_html: textToHtml(withReference(note.body, tag)),
    hiddenfromuser: !isPublic,
    sendemail: isPublic && note.notify,
    dont_do_rules: true,
  };
}

const withoutAttempt = (tag: string) => tag.replace(/:\d+$/, '');
/** The same step, whichever attempt of it: tags end in ":<attempt>". */
export const isOfStep = (key: string | null | undefined, tag: string) =>
  typeof key === 'string' && /:\d+$/.test(key) && withoutAttempt(key) === withoutAttempt(tag);

export const toMember = (row: AgentRow): Member => ({
  id: String(row.id),
  handle: row.email || row.initials || row.name || String(row.id),
  name: row.name || String(row.id),
  email: row.email || null,
  isActive: !row.isdisabled,
});

export const toClient = (row: z.output<typeof clientShape>): Client => ({
  id: String(row.id),
  name: row.name || String(row.id),
  isActive: !row.inactive,
});

export const toContact = (row: z.output<typeof userShape>): Contact => ({
  id: String(row.id),
  name: row.name || row.emailaddress || String(row.id),
  email: row.emailaddress || null,
  client: toRef(row.client_id, row.client_name),
  isActive: !row.inactive,
});

/** Halo is no RMM: it knows what a thing is, not how it is doing. */
export function toDevice(row: AssetRow): Device {
  const field = (name: RegExp) => {
    const found = row.fields?.find((entry) => name.test(entry.name ?? ''));
    return typeof found?.value === 'string' && found.value !== '' ? found.value : (found?.display ?? null);
  };
  const os = field(/^(os|operating system)/i);
  return {
    id: String(row.id),
    name: row.key_field || row.inventory_number || String(row.id),
    client: toRef(row.client_id, row.client_name),
    site: toRef(row.site_id, row.site_name),
    role: roleOfWords(row.assettype_name ?? ''),
    os,
    osFamily: osFamilyOfWords(os ?? ''),
    serial: field(/serial/i),
    macs: (field(/\bmac\b|mac address/i) ?? '').match(/(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}/gi) ?? [],
    online: null,
    lastSeenAt: null,
  };
}
