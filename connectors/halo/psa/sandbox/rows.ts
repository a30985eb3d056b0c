// The world in Halo's words.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldDevice, WorldNote, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { textToHtml } from '#connectors/sdk/text/html-text.ts';
import { type HaloState, haloTime } from './halo-state.ts';

export const priorities = ['critical', 'high', 'medium', 'low'] as const;

/** few columns, as in a list */
export function ticketRow(world: SandboxWorld, state: HaloState, ticket: WorldTicket) {
  const { clients, contacts, people } = world.state;
  const client = clients.find((entry) => entry.id === ticket.clientId);
  const contact = contacts.find((entry) => entry.id === ticket.contactId);
  return {
    id: ticket.id,
    summary: ticket.title,
    client_id: ticket.clientId,
    client_name: client?.name ?? '',
    site_id: client?.siteId ?? 0,
    user_id: contact?.id ?? 0,
    user_name: contact?.name ?? 'General User',
    agent_id: ticket.ownerId ?? 0,
    agent_name: people.find((person) => person.id === ticket.ownerId)?.name ?? '',
    team: state.teams[ticket.id] ?? '1st Line',
    tickettype_id: ticket.boardId,
    status_id: ticket.statusId,
    priority_id: priorities.indexOf(ticket.priority) + 1,
    category_1: ticket.category ?? '',
    dateoccurred: haloTime(ticket.createdAtMs),
    lastactiondate: haloTime(ticket.updatedAtMs),
    last_update: haloTime(ticket.updatedAtMs),
    dateclosed: ticket.closedAtMs === null ? '1900-01-01T00:00:00' : haloTime(ticket.closedAtMs),
    hasbeenclosed: ticket.closedAtMs !== null,
    ...(state.quirks.hidesKeyInLists ? {} : { third_party_id_string: ticket.externalKey ?? '' }),
  };
}

/** one ticket, with `includedetails` */
export function ticketDetails(world: SandboxWorld, state: HaloState, ticket: WorldTicket) {
  const first = world.state.notes.find((note) => note.ticketId === ticket.id && note.visibility === 'public');
  const contact = world.state.contacts.find((entry) => entry.id === ticket.contactId);
  return {
    ...ticketRow(world, state, ticket),
    third_party_id_string: ticket.externalKey ?? '',
    details: first?.text ?? '',
    details_html: first ? textToHtml(first.text) : '',
    user_email: contact?.email ?? '',
  };
}

export function actionRow(world: SandboxWorld, state: HaloState, note: WorldNote) {
  const agent = world.state.people.find((person) => person.id === note.authorId);
  const user = world.state.contacts.find((contact) => contact.id === note.contactId);
  return {
    id: note.id,
    ticket_id: note.ticketId,
    outcome: note.visibility === 'internal' ? 'Private Note' : 'Public Note',
    who: agent?.name ?? user?.name ?? 'API',
    who_type: user ? 0 : 1,
    who_agentid: agent?.id ?? 0,
    datetime: haloTime(note.createdAtMs),
    note: note.text,
    note_html: textToHtml(note.text),
    hiddenfromuser: note.visibility === 'internal',
    timetaken: (note.minutes ?? 0) / 60,
    new_status: state.newStatuses[note.id] ?? 0,
  };
}

export function assetRow(world: SandboxWorld, device: WorldDevice, withFields: boolean) {
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  return {
    id: device.configurationId,
    inventory_number: device.serial,
    key_field: device.name,
    client_id: device.clientId,
    client_name: client?.name ?? '',
    site_id: client?.siteId ?? 0,
    site_name: client?.siteName ?? '',
    assettype_id: device.role === 'server' ? 2 : 1,
    assettype_name: device.role === 'server' ? 'Server' : 'Workstation',
    inactive: false,
    ...(withFields
      ? {
          fields: [
            { id: 1, name: 'Serial Number', value: device.serial },
            { id: 2, name: 'Operating System', value: device.os },
            { id: 3, name: 'MAC Address', value: device.macs.join(', ') },
          ],
        }
      : {}),
  };
}
