// The world's records as Autotask's rows.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { type AutotaskSandbox, apiResource, type Row } from './autotask-state.ts';
import { priorityValue, queueValue, statusValue, typeValue } from './picklist-fields.ts';

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const split = (name: string) => ({
  firstName: name.split(' ')[0] ?? name,
  lastName: name.split(' ').slice(1).join(' '),
});

export const roleOf = (resource: number): number => (resource % 2 === 0 ? 8 : 9);

export function ticketRow(world: SandboxWorld, ticket: WorldTicket): Row {
  const notes = world.state.notes.filter((note) => note.ticketId === ticket.id);
  const [type, subtype] = (ticket.category ?? '').split(' / ');
  const isComplete = statusValue(ticket.statusId) === 5;
  return {
    id: ticket.id,
    ticketNumber: `T${new Date(ticket.createdAtMs).toISOString().slice(0, 10).replaceAll('-', '')}.${String(ticket.id).padStart(4, '0')}`,
    title: ticket.title,
    description: notes.find((note) => note.visibility === 'public')?.text ?? '',
    companyID: ticket.clientId,
    contactID: ticket.contactId,
    configurationItemID: world.device(ticket.deviceIds[0] ?? -1)?.configurationId ?? null,
    status: statusValue(ticket.statusId),
    priority: priorityValue(ticket.priority),
    queueID: queueValue(ticket.boardId),
    issueType: type ? typeValue(type) : null,
    subIssueType: subtype ? typeValue(subtype) : null,
    assignedResourceID: ticket.ownerId,
    assignedResourceRoleID: ticket.ownerId === null ? null : roleOf(ticket.ownerId),
    createDate: instant(ticket.createdAtMs),
    dueDateTime: instant(ticket.createdAtMs + 86_400_000),
    lastActivityDate: instant(ticket.updatedAtMs),
    lastTrackedModificationDateTime: instant(ticket.updatedAtMs),
    completedDate: isComplete ? instant(ticket.closedAtMs) : null,
    resolution: notes.find((note) => note.isResolution)?.text ?? '',
    externalID: ticket.externalKey ?? '',
    ticketCategory: 3,
    ticketType: 1,
    source: 6,
    userDefinedFields: [],
  };
}

const noteRow = (note: WorldNote): Row => ({
  id: note.id,
  ticketID: note.ticketId,
  title: note.text.slice(0, 40),
  description: note.text,
  noteType: 3,
  publish: note.visibility === 'public' ? 1 : 2,
  createDateTime: instant(note.createdAtMs),
  lastActivityDate: instant(note.createdAtMs),
  creatorResourceID: note.contactId === null ? (note.authorId ?? apiResource) : null,
  createdByContactID: note.contactId,
  userDefinedFields: [],
});

const timeRow = (note: WorldNote): Row => ({
  id: note.id,
  ticketID: note.ticketId,
  resourceID: note.authorId ?? apiResource,
  roleID: roleOf(note.authorId ?? apiResource),
  dateWorked: instant(note.createdAtMs),
  startDateTime: instant(note.createdAtMs - (note.minutes ?? 0) * 60_000),
  endDateTime: instant(note.createdAtMs),
  hoursWorked: Math.round(((note.minutes ?? 0) / 60) * 10_000) / 10_000,
  summaryNotes: note.visibility === 'public' ? note.text : null,
  internalNotes: note.visibility === 'internal' ? note.text : null,
  createDateTime: instant(note.createdAtMs),
  timeEntryType: 2,
  userDefinedFields: [],
});

export interface Entity {
  name: string;
  noun: string;
  /** names that can be asked for beyond those of the rows */
  fields?: string[];
  rows(context: AutotaskSandbox): Row[];
}

export const entities: Entity[] = [
  { name: 'Tickets', noun: 'Ticket', rows: ({ world }) => world.state.tickets.map((one) => ticketRow(world, one)) },
  {
    name: 'TicketNotes',
    noun: 'TicketNote',
    fields: ['ticketID'],
    rows: ({ world }) => world.state.notes.filter((note) => note.minutes === null).map(noteRow),
  },
  {
    name: 'TimeEntries',
    noun: 'TimeEntry',
    fields: ['ticketID'],
    rows: ({ world }) => world.state.notes.filter((note) => note.minutes !== null).map(timeRow),
  },
  {
    name: 'Companies',
    noun: 'Company',
    rows: ({ world }) => [
      // the MSP itself
      { id: 0, companyName: 'Demo Managed Services', companyType: 1, isActive: true },
      ...world.state.clients.map((one) => ({
        id: one.id,
        companyName: one.name,
        companyType: 1,
        isActive: one.isActive,
      })),
    ],
  },
  {
    name: 'Contacts',
    noun: 'Contact',
    rows: ({ world }) =>
      world.state.contacts.map((one) => ({
        id: one.id,
        companyID: one.clientId,
        ...split(one.name),
        emailAddress: one.email,
        isActive: 1,
      })),
  },
  {
    name: 'Resources',
    noun: 'Resource',
    rows: ({ world, state }) => [
      ...world.state.people.map((one) => ({
        id: one.id,
        userName: one.handle,
        ...split(one.name),
        email: one.email,
        isActive: one.isActive,
        resourceType: 'Employee',
      })),
      {
        id: apiResource,
        userName: state.userName,
        firstName: 'MSPclaw',
        lastName: 'API',
        email: state.userName,
        isActive: true,
        resourceType: 'Employee',
      },
    ],
  },
  {
    name: 'ResourceServiceDeskRoles',
    noun: 'ResourceServiceDeskRole',
    rows: ({ world }) =>
      world.state.people.map((one) => ({
        id: 500 + one.id,
        resourceID: one.id,
        roleID: roleOf(one.id),
        isActive: one.isActive,
        isDefault: true,
      })),
  },
  {
    name: 'ConfigurationItems',
    noun: 'ConfigurationItem',
    rows: ({ world }) =>
      world.state.devices.map((device) => ({
        id: device.configurationId,
        companyID: device.clientId,
        referenceTitle: device.name,
        serialNumber: device.serial,
        isActive: true,
        rmmDeviceUID: device.uid,
        rmmDeviceID: device.id,
        rmmDeviceAuditHostname: device.name,
        rmmDeviceAuditOperatingSystem: device.os,
        rmmDeviceAuditIPAddress: device.ipAddress,
        rmmDeviceAuditMacAddress: device.macs[0] ?? null,
        rmmDeviceAuditLastUser: device.lastUser,
        rmmDeviceAuditMissingPatchCount: device.patches.filter((patch) => patch.status !== 'installed').length,
      })),
  },
  {
    name: 'TicketWebhooks',
    noun: 'TicketWebhook',
    fields: ['id', 'webhookUrl'],
    rows: ({ state }) =>
      // the secret is never told again
      state.webhooks.map(({ secretKey: _secret, failures: _failures, sequence: _sequence, ...webhook }) => ({
        ...webhook,
        isReady: state.webhookFields.some((field) => field.webhookID === webhook.id),
      })),
  },
  {
    name: 'TicketWebhookFields',
    noun: 'TicketWebhookField',
    fields: ['id', 'webhookID', 'fieldID'],
    rows: ({ state }) => state.webhookFields,
  },
  {
    name: 'TicketWebhookExcludedResources',
    noun: 'TicketWebhookExcludedResource',
    fields: ['id', 'webhookID', 'resourceID'],
    rows: ({ state }) => state.excludedResources,
  },
];
