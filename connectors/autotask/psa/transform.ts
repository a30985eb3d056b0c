// Between Autotask's words and ours. Pure. Ids are numbers there, and 0 is one of them: the MSP's own company.

import type { Client, Contact, Device, Member, NoteVisibility, Ref, TicketNote } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type {
  CompanyRow,
  ConfigurationItemRow,
  ContactRow,
  NoteRow,
  ResourceRow,
  TicketRow,
  TimeEntryRow,
} from './vendor-shapes.ts';

export const toRef = (id: number | null | undefined, names: ReadonlyMap<number, string>): Ref | null =>
  id === null || id === undefined ? null : { id: String(id), name: names.get(id) ?? null };

const isOn = (value: boolean | number | null | undefined) => value !== false && value !== 0;

export const toClient = (row: CompanyRow): Client => ({
  id: String(row.id),
  name: row.companyName || `Company ${row.id}`,
  isActive: isOn(row.isActive),
});

export const fullName = (row: { firstName?: string | null | undefined; lastName?: string | null | undefined }) =>
  [row.firstName, row.lastName].filter(Boolean).join(' ');

export const toContact = (row: ContactRow): Contact => ({
  id: String(row.id),
  name: fullName(row) || row.emailAddress || `Contact ${row.id}`,
  email: row.emailAddress || null,
  client: toRef(row.companyID, new Map()),
  isActive: isOn(row.isActive),
});

export const toMember = (row: ResourceRow): Member => ({
  id: String(row.id),
  handle: row.userName || row.email || String(row.id),
  name: fullName(row) || row.userName || `Resource ${row.id}`,
  email: row.email || null,
  isActive: isOn(row.isActive),
});

/** Inventory of the RMM's last audit: nothing here says whether a machine is on. */
export function toDevice(row: ConfigurationItemRow, companies: ReadonlyMap<number, string>): Device {
  const os = row.rmmDeviceAuditOperatingSystem || null;
  const osFamily = familyOf(os);
  return {
    id: String(row.id),
    name: row.rmmDeviceAuditHostname || row.referenceTitle || `Configuration item ${row.id}`,
    client: toRef(row.companyID, companies),
    site: null,
    role: osFamily === 'other' ? 'other' : /server/i.test(os ?? '') ? 'server' : 'workstation',
    os,
    osFamily,
    serial: row.serialNumber || null,
    macs: (row.rmmDeviceAuditMacAddress ?? '').match(/[0-9a-f]{2}([:-][0-9a-f]{2}){5}/gi)?.map(toMac) ?? [],
    online: null,
    lastSeenAt: null,
  };
}
const toMac = (text: string) => text.toUpperCase().replaceAll('-', ':');

function familyOf(os: string | null): Device['osFamily'] {
  if (/windows/i.test(os ?? '')) return 'windows';
  if (/mac ?os|os x/i.test(os ?? '')) return 'macos';
  return /linux|ubuntu|debian|centos|red hat/i.test(os ?? '') ? 'linux' : 'other';
}

/** `publish` 1 is what customers may read. Everything else is ours: nobody may quote it outside. */
const publicPublish = 1;

export function toNote(row: NoteRow, authors: ReadonlyMap<number, string>): TicketNote {
  return {
    id: String(row.id),
    visibility: row.publish === publicPublish ? 'public' : 'internal',
    isResolution: false,
    author: authors.get(row.creatorResourceID ?? Number.NaN) ?? null,
    text: row.description || row.title || '',
    createdAt: toInstant(row.createDateTime),
  };
}

/** Technicians write into time entries, too: a summary that goes on invoices, and internal notes. */
export function toTimeNotes(row: TimeEntryRow, authors: ReadonlyMap<number, string>): TicketNote[] {
  const note = (part: string, visibility: NoteVisibility, text: string | null | undefined): TicketNote[] =>
    text?.trim()
      ? [
          {
            id: `time:${row.id}:${part}`,
            visibility,
            isResolution: false,
            author: authors.get(row.resourceID ?? Number.NaN) ?? null,
            text,
            createdAt: toInstant(row.createDateTime ?? row.startDateTime),
          },
        ]
      : [];
  return [...note('summary', 'public', row.summaryNotes), ...note('internal', 'internal', row.internalNotes)];
}

/** The resolution field, as the note it is for people. Who may read it depends on the tenant, so it is internal. */
export const toResolutionNote = (row: TicketRow): TicketNote[] =>
  row.resolution?.trim()
    ? [
        {
          id: `resolution:${row.id}`,
          visibility: 'internal',
          isResolution: true,
          author: null,
          text: row.resolution,
          createdAt: toInstant(row.completedDate),
        },
      ]
    : [];
