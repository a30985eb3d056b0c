// Tickets, notes, people and set-up of the world as SuperOps keeps them. Records hold hidden fields too, which only
// conditions look at; a query that selects one is refused by the schema check.
import { type GraphqlRecord, jsonScalar } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import type { SuperopsSandboxState } from './superops-state.ts';
import { scalarRef, vendorId } from './vendor-ids.ts';

/** without a zone, and it is UTC */
export const zoneless = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19);

export const priorityNames = { critical: 'Urgent', high: 'High', medium: 'Medium', low: 'Low' } as const;

/** the same names for all groups */
export const statusNames = (world: SandboxWorld) =>
  world.state.statuses.filter((status) => status.boardId === 1).map((status) => status.name);
export const statusName = (world: SandboxWorld, ticket: WorldTicket) =>
  statusNames(world)[(ticket.statusId % 100) - 1] ?? 'New';

export function ticketRecord(world: SandboxWorld, state: SuperopsSandboxState, ticket: WorldTicket): GraphqlRecord {
  const client = world.state.clients.find((entry) => entry.id === ticket.clientId);
  const contact = world.state.contacts.find((entry) => entry.id === ticket.contactId);
  const owner = world.state.people.find((entry) => entry.id === ticket.ownerId);
  const group = world.state.boards.find((entry) => entry.id === ticket.boardId);
  const [category = null, subcategory = null] = ticket.category?.split(' / ') ?? [];
  const created = new Date(ticket.createdAtMs);
  const day = [created.getUTCDate(), created.getUTCMonth() + 1, created.getUTCFullYear() % 100];
  return {
    ticketId: vendorId('ticket', ticket.id),
    displayId: `${day.map((part) => String(part).padStart(2, '0')).join('')}-${String(ticket.id).slice(-4)}`,
    subject: ticket.title,
    source: 'INTEGRATION',
    client: client ? scalarRef('accountId', vendorId('client', client.id), client.name) : null,
    site: client ? scalarRef('id', vendorId('site', client.siteId), client.siteName) : null,
    // no address here: it is read from the user
    requester: contact ? scalarRef('userId', vendorId('contact', contact.id), contact.name) : null,
    techGroup: group ? scalarRef('groupId', vendorId('group', group.id), group.name) : null,
    technician: owner ? scalarRef('userId', vendorId('person', owner.id), owner.name) : null,
    status: statusName(world, ticket),
    priority: priorityNames[ticket.priority],
    category,
    subcategory,
    resolutionCode: null,
    createdTime: zoneless(ticket.createdAtMs),
    updatedTime: zoneless(ticket.updatedAtMs),
    resolutionTime: ticket.closedAtMs === null ? null : zoneless(ticket.closedAtMs),
    sourceReferenceId: state.references[String(ticket.id)] ?? null,
  };
}

export function noteKind(world: SandboxWorld, state: SuperopsSandboxState, note: WorldNote) {
  const known = state.noteKinds[String(note.id)];
  if (known) return known;
  const first = world.state.notes.find((entry) => entry.ticketId === note.ticketId);
  if (first?.id === note.id && note.visibility === 'public') return 'DESCRIPTION';
  return note.contactId === null ? 'NOTE' : 'REQ_REPLY';
}

const authorName = (world: SandboxWorld, note: WorldNote) =>
  world.state.people.find((person) => person.id === note.authorId)?.name ??
  world.state.contacts.find((contact) => contact.id === note.contactId)?.name ??
  'MSPclaw';

export const noteRecord = (world: SandboxWorld, note: WorldNote): GraphqlRecord => ({
  noteId: vendorId('note', note.id),
  addedBy: scalarRef('userId', vendorId('person', note.authorId ?? 99), authorName(world, note)),
  addedOn: zoneless(note.createdAtMs),
  content: `<p>${note.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</p>`,
  privacyType: note.visibility === 'public' ? 'PUBLIC' : 'PRIVATE',
});

export const conversationRecord = (world: SandboxWorld, note: WorldNote, type: string): GraphqlRecord => ({
  conversationId: vendorId('note', note.id),
  content: noteRecord(world, note).content ?? null,
  time: zoneless(note.createdAtMs),
  user: scalarRef('userId', vendorId('person', note.authorId ?? 99), authorName(world, note)),
  type,
});

export const clientRecord = (client: SandboxWorld['state']['clients'][number]): GraphqlRecord => ({
  accountId: vendorId('client', client.id),
  name: client.name,
  stage: client.isActive ? 'Active' : 'Inactive',
  status: 'Paid',
});

export function userRecord(world: SandboxWorld, contact: SandboxWorld['state']['contacts'][number]): GraphqlRecord {
  const client = world.state.clients.find((entry) => entry.id === contact.clientId);
  return {
    userId: vendorId('contact', contact.id),
    firstName: contact.name.split(' ')[0] ?? contact.name,
    name: contact.name,
    email: contact.email,
    role: jsonScalar({ roleId: '4', name: 'Requester' }),
    client: client ? scalarRef('accountId', vendorId('client', client.id), client.name) : null,
  };
}

export function categoryRecords(world: SandboxWorld): GraphqlRecord[] {
  const byName = new Map<string, Set<string>>();
  for (const { category } of world.state.tickets) {
    const [name, sub] = category?.split(' / ') ?? [];
    if (!name) continue;
    const subs = byName.get(name) ?? new Set();
    byName.set(name, sub ? subs.add(sub) : subs);
  }
  return [...byName].map(([name, subs], index) => ({
    id: vendorId('category', index * 100),
    name,
    subCategories: [...subs].map((sub, at) => ({ id: vendorId('category', index * 100 + at + 1), name: sub })),
  }));
}
