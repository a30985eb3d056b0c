// The world's tickets as NinjaOne Ticketing shows them. Statuses are the same on every board; an MSP's own ones hang below
// a built-in one.
import type { Priority } from '#connectors/sdk/nouns.ts';
import type { SandboxContext } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldContact, WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { epoch } from './device-views.ts';
import type { NinjaSandboxState, TicketExtras } from './ninja-state.ts';

type Context = SandboxContext<NinjaSandboxState>;

/** `world`: the world's name of the same status */
export const statuses = [
  { statusId: 1000, name: 'NEW', displayName: 'New', parentId: 1000, world: 'New' },
  { statusId: 2000, name: 'OPEN', displayName: 'Open', parentId: 2000, world: 'In Progress' },
  { statusId: 2001, name: 'ESCALATED', displayName: 'Escalated', parentId: 2000, world: 'Escalated' },
  { statusId: 3000, name: 'WAITING', displayName: 'Waiting', parentId: 3000, world: 'Waiting on Customer' },
  { statusId: 5000, name: 'RESOLVED', displayName: 'Resolved', parentId: 5000, world: 'Resolved' },
  { statusId: 6000, name: 'CLOSED', displayName: 'Closed', parentId: 6000, world: 'Closed' },
];

export const forms = [
  { id: 1, name: 'Default', active: true, default: true },
  { id: 2, name: 'Hardware request', active: true, default: false },
  { id: 3, name: 'Old form', active: false, default: false },
];

export const statusView = ({ world: _world, ...view }: (typeof statuses)[number]) => view;

function statusOf(ticket: WorldTicket, { world }: Context) {
  const name = world.state.statuses.find((entry) => entry.id === ticket.statusId)?.name;
  const [first] = statuses;
  return statusView(statuses.find((entry) => entry.world === name) ?? (first as (typeof statuses)[number]));
}

export const types = [
  'PROBLEM',
  'QUESTION',
  'INCIDENT',
  'TASK',
  'CHANGE_REQUEST',
  'SERVICE_REQUEST',
  'PROJECT',
  'APPOINTMENT',
  'MISCELLANEOUS',
];
const priorityNames: Record<Priority, string> = { critical: 'HIGH', high: 'HIGH', medium: 'MEDIUM', low: 'LOW' };

export const noExtras = (): TicketExtras => ({
  formId: 1,
  tags: [],
  severity: 'NONE',
  hasNoPriority: false,
  locationId: null,
  attributes: [],
  ccEmails: [],
  requesterUid: null,
  descriptionNoteId: null,
});

export function extrasOf(ticket: WorldTicket, { state }: Context): TicketExtras {
  const key = String(ticket.id);
  state.tickets ??= {};
  state.tickets[key] ??= noExtras();
  return state.tickets[key];
}

export const contactUid = ({ id }: Pick<WorldContact, 'id'>) =>
  `00000000-0000-4000-9000-${String(id).padStart(12, '0')}`;

/** Whoever reported it; a monitor's ticket belongs to the technician who looks after it. */
export function requesterOf(ticket: WorldTicket, context: Context): string | null {
  const { world, state } = context;
  const extras = extrasOf(ticket, context);
  if (extras.requesterUid) return extras.requesterUid;
  const contact = world.state.contacts.find(({ id }) => id === ticket.contactId);
  if (contact) return contactUid(contact);
  return state.quirks.ticketsLackRequester ? null : (world.state.people[0]?.uid ?? null);
}

export function ticketView(ticket: WorldTicket, context: Context) {
  const extras = extrasOf(ticket, context);
  const [nodeId] = ticket.deviceIds;
  const requesterUid = requesterOf(ticket, context);
  return {
    id: ticket.id,
    version: ticket.version,
    ...(nodeId === undefined ? {} : { nodeId }),
    clientId: ticket.clientId,
    ...(extras.locationId === null ? {} : { locationId: extras.locationId }),
    ...(ticket.ownerId === null ? {} : { assignedAppUserId: ticket.ownerId }),
    ...(requesterUid === null ? {} : { requesterUid }),
    subject: ticket.title,
    status: statusOf(ticket, context),
    ...(types.includes(ticket.category ?? '') ? { type: ticket.category } : {}),
    priority: extras.hasNoPriority ? 'NONE' : priorityNames[ticket.priority],
    severity: extras.severity,
    ticketFormId: extras.formId,
    source: ticket.contactId === null ? 'CONDITION' : 'EMAIL',
    tags: extras.tags,
    ccList: { uids: [], emails: extras.ccEmails },
    createTime: epoch(ticket.createdAtMs),
    deleted: false,
    attributeValues: extras.attributes,
  };
}

/** The columns of a board: people and places by name, and no version. */
export function boardRow(ticket: WorldTicket, context: Context) {
  const { world } = context;
  const view = ticketView(ticket, context);
  const contact = world.state.contacts.find(({ id }) => id === ticket.contactId);
  return {
    id: ticket.id,
    summary: ticket.title,
    status: { statusId: view.status.statusId, displayName: view.status.displayName, parentId: view.status.parentId },
    priority: view.priority,
    severity: view.severity,
    type: 'type' in view ? view.type : null,
    tags: view.tags,
    organization: world.state.clients.find(({ id }) => id === ticket.clientId)?.name ?? '',
    requester: contact?.name ?? ' ',
    assignedAppUser: world.state.people.find(({ id }) => id === ticket.ownerId)?.name ?? null,
    ticketForm: forms.find(({ id }) => id === view.ticketFormId)?.name ?? '',
    source: view.source,
    createTime: view.createTime,
    lastUpdated: epoch(ticket.updatedAtMs),
    ...(ticket.closedAtMs === null ? {} : { solvedTime: epoch(ticket.closedAtMs) }),
  };
}

/** Newest first: what was written, and what the system notes by itself. */
export function logEntries(ticket: WorldTicket, context: Context) {
  const { world } = context;
  const { descriptionNoteId } = extrasOf(ticket, context);
  const notes = world.state.notes.filter((note) => note.ticketId === ticket.id);
  const described = descriptionNoteId ?? notes.find((note) => note.createdAtMs === ticket.createdAtMs)?.id ?? null;
  const written = notes.map((note) => ({
    id: note.id,
    ...authorOf(note, context),
    type: note.id === described ? 'DESCRIPTION' : 'COMMENT',
    body: note.text,
    htmlBody: `<p>${escapeHtml(note.text).replaceAll('\n', '<br>')}</p>`,
    publicEntry: note.visibility === 'public',
    system: false,
    createTime: epoch(note.createdAtMs),
    ...(note.minutes === null ? {} : { timeTracked: note.minutes * 60 }),
  }));
  const saved = (id: number, body: string, atMs: number) => ({
    id,
    type: 'SAVE',
    body,
    publicEntry: true,
    system: true,
    createTime: epoch(atMs),
  });
  const changes = [saved(1_000_000 + ticket.id, 'Ticket created', ticket.createdAtMs)];
  if (ticket.updatedAtMs > ticket.createdAtMs)
    changes.push(saved(2_000_000 + ticket.id, 'Ticket updated', ticket.updatedAtMs));
  return [...written, ...changes].sort((a, b) => b.createTime - a.createTime || b.id - a.id);
}

function authorOf(note: WorldNote, { world }: Context): { appUserContactUid?: string; appUserContactType?: string } {
  const person = world.state.people.find(({ id }) => id === note.authorId);
  if (person) return { appUserContactUid: person.uid, appUserContactType: 'TECHNICIAN' };
  const contact = world.state.contacts.find(({ id }) => id === note.contactId);
  return contact ? { appUserContactUid: contactUid(contact), appUserContactType: 'CONTACT' } : {};
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeHtml = (text: string) => text.replace(/[&<>]/g, (sign) => signs[sign] ?? sign);
