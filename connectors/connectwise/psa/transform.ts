// Between the words of ConnectWise and ours, both ways. Pure.
import { osFamilyOfWords, roleOfWords } from '#connectors/sdk/devices/device-words.ts';
import type {
  Board,
  Client,
  Contact,
  Device,
  Member,
  NoteInput,
  NoteVisibility,
  Priority,
  Ref,
  Status,
  Ticket,
  TicketNote,
  VendorPriority,
} from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { withReference } from '#connectors/sdk/tickets/note-reference.ts';
import type {
  BoardRow,
  CompanyRow,
  ConfigurationRow,
  ContactRow,
  MemberRow,
  NoteRow,
  PriorityRow,
  ReferenceRow,
  StatusRow,
  TicketRow,
} from './vendor-shapes.ts';

/** `summary` holds no more */
export const longestSummary = 100;

export function toTicket(row: TicketRow, facts: { url: string; description?: string | null }): Ticket {
  return {
    id: String(row.id),
    title: row.summary ?? '',
    description: facts.description ?? null,
    board: toRef(row.board),
    status: { id: String(row.status.id), name: row.status.name ?? null },
    isClosed: row.closedFlag ?? false,
    priority: row.priority?.name ? toPriority(row.priority.name) : null,
    category: [row.type?.name, row.subType?.name].filter(Boolean).join(' / ') || null,
    client: toRef(row.company),
    contact: toRef(row.contact),
    assignee: row.owner ? { id: String(row.owner.id), name: row.owner.name ?? row.owner.identifier ?? null } : null,
    externalKey: row.externalXRef || null,
    url: facts.url,
    createdAt: toInstant(row._info?.dateEntered),
    updatedAt: toInstant(row._info?.lastUpdated),
    closedAt: toInstant(row.closedDate),
  };
}

const toRef = (row: ReferenceRow | null | undefined): Ref | null =>
  row ? { id: String(row.id), name: row.name ?? row.identifier ?? null } : null;

/**
 * Priorities are free text at ConnectWise; most tenants keep the shipped "Priority 1 - Emergency Response" or
 * words. Words win over numbers; a name that says neither has no priority of ours.
 */
export function toPriority(name: string): Priority | null {
  for (const [priority, pattern] of priorityWords) if (pattern.test(name)) return priority;
  const number = /\bp(?:riority)?\s*-?\s*([1-5])\b/i.exec(name)?.[1] ?? /^\s*([1-5])\b/.exec(name)?.[1];
  return number ? (priorityNumbers[number] ?? null) : null;
}
const priorityWords: [Priority, RegExp][] = [
  ['critical', /\b(emergency|critical|urgent)\b/i],
  ['high', /\b(high|quick)\b/i],
  ['medium', /\b(medium|normal|standard)\b/i],
  ['low', /\b(low|scheduled|minor)\b/i],
];
const priorityNumbers: Record<string, Priority> = {
  '1': 'critical',
  '2': 'high',
  '3': 'medium',
  '4': 'low',
  '5': 'low',
};

/** Which of the tenant's priorities stands for ours: its default first, then the order of its list. */
export function pickPriority(rows: PriorityRow[], wanted: Priority): PriorityRow | undefined {
  return rows
    .filter((row) => toPriority(row.name) === wanted)
    .sort((a, b) => Number(b.defaultFlag ?? false) - Number(a.defaultFlag ?? false) || order(a) - order(b))[0];
}
const order = (row: { id: number; sortOrder?: number | null }) => row.sortOrder ?? row.id;

/** By id or by name, among the statuses of one board. */
export function findStatus(rows: StatusRow[], wanted: string): StatusRow | undefined {
  const name = wanted.trim().toLowerCase();
  const active = rows.filter((row) => !row.inactive);
  return (
    active.find((row) => String(row.id) === wanted) ?? active.find((row) => row.name.trim().toLowerCase() === name)
  );
}

/** The status that means "solved": not every closing one does (cancelled, spam, duplicate). */
export function pickClosedStatus(rows: StatusRow[]): StatusRow | undefined {
  const rank = (row: StatusRow) =>
    /cancel|spam|dup|reject|merge/i.test(row.name)
      ? 3
      : row.escalationStatus === 'Resolved'
        ? 0
        : /resolv|complet/i.test(row.name)
          ? 1
          : 2;
  return rows
    .filter((row) => row.closedStatus && !row.inactive)
    .sort((a, b) => rank(a) - rank(b) || order(a) - order(b))[0];
}

/** Ids of time entries and notes are counted apart, so a time entry carries its kind. */
export function toNote(row: NoteRow): TicketNote {
  const isTicketNote = !row.noteType || row.noteType === 'TicketNote';
  return {
    id: isTicketNote ? String(row.id) : `${row.noteType}:${row.id}`,
    visibility: noteVisibility(row),
    isResolution: row.resolutionFlag ?? false,
    author:
      row.member?.name ?? row.member?.identifier ?? row.contact?.name ?? row.originalAuthor ?? row.createdBy ?? null,
    text: row.text ?? '',
    createdAt: toInstant(row.dateCreated ?? row._info?.dateEntered ?? row.timeStart ?? row._info?.lastUpdated),
  };
}

/** In the discussion = the customer reads it. Otherwise an internal flag wins: nobody may quote such a text outside. */
function noteVisibility(row: NoteRow): NoteVisibility {
  if (row.detailDescriptionFlag) return 'public';
  if (row.internalAnalysisFlag) return 'internal';
  return row.resolutionFlag ? 'public' : 'internal';
}

/**
 * Every flag is written out: ConnectWise's defaults would send e-mail. The resolution flag makes a note visible to
 * the customer, so an internal resolution is an internal note.
 */
export function toNoteBody(note: NoteInput, tag: string, kind: 'note' | 'resolution') {
  const isPublic = note.visibility === 'public';
  return {
    text: withReference(note.body, tag),
    detailDescriptionFlag: isPublic,
    internalAnalysisFlag: !isPublic,
    resolutionFlag: isPublic && kind === 'resolution',
    processNotifications: note.notify,
  };
}

export const toBoard = (row: BoardRow): Board => ({ id: String(row.id), name: row.name, isActive: !row.inactiveFlag });

export const toStatus = (row: StatusRow, board: Ref): Status => ({
  id: String(row.id),
  name: row.name,
  board,
  isClosed: row.closedStatus ?? false,
  isDefault: row.defaultFlag ?? false,
});

export const toMember = (row: MemberRow): Member => ({
  id: String(row.id),
  handle: row.identifier,
  name: [row.firstName, row.lastName].filter(Boolean).join(' ') || row.identifier,
  email: row.primaryEmail || row.officeEmail || null,
  isActive: !row.inactiveFlag,
});

export const toClient = (row: CompanyRow): Client => ({
  id: String(row.id),
  name: row.name,
  isActive: !row.deletedFlag && !/inactive|not-?active/i.test(row.status?.name ?? ''),
});

export const toVendorPriority = (row: PriorityRow): VendorPriority => ({
  id: String(row.id),
  name: row.name,
  rank: row.sortOrder ?? null,
  isDefault: row.defaultFlag ?? false,
});

export function toContact(row: ContactRow): Contact {
  const mails = (row.communicationItems ?? []).filter((item) => /e-?mail/i.test(item.communicationType ?? ''));
  const mail = mails.find((item) => item.defaultFlag) ?? mails[0];
  return {
    id: String(row.id),
    name: [row.firstName, row.lastName].filter(Boolean).join(' ') || `Contact ${row.id}`,
    email: mail?.value || null,
    client: toRef(row.company),
    isActive: !row.inactiveFlag,
  };
}

/** A configuration may be anything an MSP writes down; its type and its operating system say what it is. */
export function toDevice(row: ConfigurationRow): Device {
  const os = row.osInfo || row.osType || null;
  const words = `${row.type?.name ?? ''} ${row.osType ?? ''} ${row.osInfo ?? ''}`;
  return {
    id: String(row.id),
    name: row.name ?? '',
    client: toRef(row.company),
    site: toRef(row.site),
    role: roleOfWords(words),
    os,
    osFamily: osFamilyOfWords(words),
    serial: row.serialNumber || null,
    macs: row.macAddress ? row.macAddress.split(/[,;\s]+/).filter(Boolean) : [],
    online: null,
    lastSeenAt: null,
  };
}
