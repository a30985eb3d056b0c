// The world's records as rows of ConnectWise PSA.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type {
  WorldBoard,
  WorldClient,
  WorldDevice,
  WorldNote,
  WorldPerson,
  WorldStatus,
  WorldTicket,
} from '#connectors/sdk/sandbox/world-types.ts';
import { instant, type Row, withoutAbsent } from './psa-answers.ts';

export const priorities = [
  { id: 1, name: 'Priority 1 - Emergency Response', color: 'Red', sortOrder: 1, defaultFlag: false, ours: 'critical' },
  { id: 2, name: 'Priority 2 - Quick Response', color: 'Orange', sortOrder: 2, defaultFlag: false, ours: 'high' },
  { id: 3, name: 'Priority 3 - Normal Response', color: 'Yellow', sortOrder: 3, defaultFlag: true, ours: 'medium' },
  { id: 4, name: 'Priority 4 - Scheduled Maintenance', color: 'White', sortOrder: 4, defaultFlag: false, ours: 'low' },
] as const;

export const priorityRows = (): Row[] => priorities.map(({ ours: _ours, ...row }) => ({ ...row }));

/** fields a ticket can be asked for even when no ticket has one */
export const ticketFields = [
  'externalXRef',
  'owner',
  'contact',
  'type',
  'subType',
  'closedDate',
  'company',
  'board',
  'status',
];

export function ticketRow(world: SandboxWorld, ticket: WorldTicket): Row {
  const { state } = world;
  const board = state.boards.find((entry) => entry.id === ticket.boardId);
  const status = state.statuses.find((entry) => entry.id === ticket.statusId);
  const client = state.clients.find((entry) => entry.id === ticket.clientId);
  const contact = state.contacts.find((entry) => entry.id === ticket.contactId);
  const owner = state.people.find((entry) => entry.id === ticket.ownerId);
  const priority = priorities.find((entry) => entry.ours === ticket.priority);
  const [type, subType] = (ticket.category ?? '').split(' / ');
  return withoutAbsent({
    id: ticket.id,
    summary: ticket.title.slice(0, 100),
    recordType: 'ServiceTicket',
    board: { id: ticket.boardId, name: board?.name ?? '' },
    status: { id: ticket.statusId, name: status?.name ?? '', sort: ticket.statusId % 100 },
    priority: priority && { id: priority.id, name: priority.name, sort: priority.sortOrder },
    company: { id: ticket.clientId, identifier: client?.identifier ?? '', name: client?.name ?? '' },
    site: client && { id: client.siteId, name: client.siteName },
    contact: contact && { id: contact.id, name: contact.name },
    contactName: contact?.name,
    contactEmailAddress: contact?.email,
    type: type ? { id: typeId(type, ticket.boardId), name: type } : undefined,
    subType: subType ? { id: typeId(subType, ticket.boardId), name: subType } : undefined,
    owner: owner && { id: owner.id, identifier: owner.handle, name: owner.name },
    resources: owner?.handle,
    severity: 'Medium',
    impact: 'Medium',
    externalXRef: ticket.externalKey,
    closedFlag: ticket.closedAtMs !== null,
    closedDate: ticket.closedAtMs === null ? undefined : instant(ticket.closedAtMs),
    hasMergedChildTicketFlag: false,
    customFields: [],
    _info: {
      dateEntered: instant(ticket.createdAtMs),
      enteredBy: ticket.updatedBy,
      lastUpdated: instant(ticket.updatedAtMs),
      updatedBy: ticket.updatedBy,
    },
  });
}

/** the world has categories as text: the same text is always the same type of a board, and another one on the next */
export function typeId(name: string, boardId: number): number {
  let id = 7;
  for (const letter of name) id = (id * 31 + letter.charCodeAt(0)) % 9_973;
  return boardId * 10_000 + id + 1;
}

export const typeNames = (world: SandboxWorld): string[] => {
  const used = world.state.tickets.map((ticket) => (ticket.category ?? '').split(' / ')[0] ?? '');
  return [...new Set([...used, 'Hardware', 'Software', 'Network'])].filter(Boolean).sort();
};

/** Latest change first, which moves under every write: what an unordered list really looks like. */
export const ticketRows = (world: SandboxWorld): Row[] =>
  [...world.state.tickets]
    .sort((a, b) => b.updatedAtMs - a.updatedAtMs || b.id - a.id)
    .map((ticket) => ticketRow(world, ticket));

const noteFlags = (note: WorldNote) => ({
  detailDescriptionFlag: note.visibility === 'public',
  internalAnalysisFlag: note.visibility === 'internal',
  resolutionFlag: note.isResolution,
});

function people(world: SandboxWorld, note: WorldNote) {
  const member = world.state.people.find((entry) => entry.id === note.authorId);
  const contact = world.state.contacts.find((entry) => entry.id === note.contactId);
  return {
    member: member && { id: member.id, identifier: member.handle, name: member.name },
    contact: contact && { id: contact.id, name: contact.name },
  };
}

/** a ServiceNote: `/notes`, without time entries */
export const noteRow = (world: SandboxWorld, note: WorldNote): Row =>
  withoutAbsent({
    id: note.id,
    ticketId: note.ticketId,
    text: note.text,
    ...noteFlags(note),
    issueFlag: false,
    ...people(world, note),
    dateCreated: instant(note.createdAtMs),
    createdBy: world.state.people.find((entry) => entry.id === note.authorId)?.handle ?? 'API',
    internalFlag: note.visibility === 'internal',
    externalFlag: note.visibility === 'public',
    _info: { lastUpdated: instant(note.createdAtMs), updatedBy: 'API' },
  });

/** a ServiceTicketNote: `/allNotes`, with what technicians wrote into time entries */
export const anyNoteRow = (world: SandboxWorld, note: WorldNote): Row =>
  withoutAbsent({
    id: note.id,
    noteType: note.minutes === null ? 'TicketNote' : 'TimeEntryNote',
    ticket: { id: note.ticketId },
    text: note.text,
    isMarkdownFlag: false,
    ...noteFlags(note),
    timeStart: note.minutes === null ? undefined : instant(note.createdAtMs - note.minutes * 60_000),
    timeEnd: note.minutes === null ? undefined : instant(note.createdAtMs),
    originalAuthor: world.state.people.find((entry) => entry.id === note.authorId)?.name ?? 'API',
    ...people(world, note),
    _info: { lastUpdated: instant(note.createdAtMs), updatedBy: 'API' },
  });

export const boardRow = (board: WorldBoard): Row => ({
  id: board.id,
  name: board.name,
  location: { id: 2, name: 'Main Office' },
  department: { id: 10, identifier: 'Services', name: 'Professional Services' },
  inactiveFlag: !board.isActive,
  projectFlag: false,
});

export const statusRow = (world: SandboxWorld, status: WorldStatus): Row => ({
  id: status.id,
  name: status.name,
  board: { id: status.boardId, name: world.state.boards.find((entry) => entry.id === status.boardId)?.name ?? '' },
  sortOrder: status.id % 100,
  displayOnBoard: !status.isClosed,
  inactive: false,
  closedStatus: status.isClosed,
  timeEntryNotAllowed: false,
  defaultFlag: status.isDefault,
  escalationStatus: status.isClosed ? 'Resolved' : status.isDefault ? 'NotResponded' : 'Responded',
});

export const memberRow = (person: WorldPerson): Row => {
  const [firstName = '', ...rest] = person.name.split(' ');
  return {
    id: person.id,
    identifier: person.handle,
    firstName,
    lastName: rest.join(' '),
    primaryEmail: person.email,
    officeEmail: person.email,
    defaultEmail: 'Office',
    defaultPhone: 'Office',
    hireDate: '2020-01-06T00:00:00Z',
    securityRole: { id: 63, name: 'Technician' },
    licenseClass: 'F',
    inactiveFlag: !person.isActive,
  };
};

export const companyRow = (client: WorldClient): Row => ({
  id: client.id,
  identifier: client.identifier,
  name: client.name,
  status: { id: client.isActive ? 1 : 2, name: client.isActive ? 'Active' : 'Inactive' },
  site: { id: client.siteId, name: client.siteName },
  deletedFlag: false,
});

/** Inventory only: ConnectWise PSA knows no online state, no alerts and no scripts. */
export function configurationRow(world: SandboxWorld, device: WorldDevice): Row {
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  return withoutAbsent({
    id: device.configurationId,
    name: device.name,
    type: device.role === 'server' ? { id: 2, name: 'Managed Server' } : { id: 1, name: 'Managed Workstation' },
    status: { id: 1, name: 'Active' },
    company: { id: device.clientId, identifier: client?.identifier ?? '', name: client?.name ?? '' },
    site: client && { id: client.siteId, name: client.siteName },
    deviceIdentifier: device.uid,
    serialNumber: device.serial,
    modelNumber: device.model,
    macAddress: device.macs[0],
    ipAddress: device.ipAddress,
    osType: device.os,
    osInfo: device.osBuild,
    lastLoginName: device.lastUser,
    activeFlag: true,
  });
}
