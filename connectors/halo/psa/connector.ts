// HaloPSA (the same API as HaloITSM and HaloCRM): tickets, notes, time, setup lists, users, assets; a webhook and a poll.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { auth, type HaloSecrets, type HaloSettings } from './auth.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listBoard } from './capabilities/list-board.ts';
import { listCategory } from './capabilities/list-category.ts';
import { listClient } from './capabilities/list-client.ts';
import { listContact } from './capabilities/list-contact.ts';
import { listDevice } from './capabilities/list-device.ts';
import { listMember } from './capabilities/list-member.ts';
import { listPriority } from './capabilities/list-priority.ts';
import { listStatus } from './capabilities/list-status.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { testConnection } from './test-connection.ts';
import { pollTickets } from './triggers/poll-tickets.ts';
import { ticketChanged } from './triggers/ticket-changed.ts';

const where = 'Configuration > Integrations > Halo API > the application > Permissions, and the role of its agent';

export const haloPsa = defineConnector<HaloSettings, HaloSecrets>({
  id: 'halo/psa',
  name: 'HaloPSA',
  vendor: 'Halo',
  systems: ['psa'],
  summary: 'Tickets, notes, time, users and assets of HaloPSA, HaloITSM or HaloCRM.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our sandbox of the documented API (v2) over HTTP; not yet against a live instance.',
  },
  auth,
  // the published figures contradict each other (60 a minute up to 500 in three minutes): the lowest
  limits: {
    requestsPerMinute: 60,
    burst: 30,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 5_000,
  },
  capabilities: {
    'ticket.read': readTicket,
    'ticket.search': searchTicket,
    'ticket.create': createTicket,
    'ticket.update': updateTicket,
    'ticket.note.list': listTicketNote,
    'ticket.note.add': addTicketNote,
    'ticket.assign': assignTicket,
    'ticket.resolve': resolveTicket,
    'ticket.time.add': addTicketTime,
    'priority.list': listPriority,
    'category.list': listCategory,
    'contact.list': listContact,
    'board.list': listBoard,
    'status.list': listStatus,
    'member.list': listMember,
    'client.list': listClient,
    'device.list': listDevice,
  },
  cannot: {},
  permissions: [
    {
      name: 'read:tickets, edit:tickets',
      where,
      neededFor: [
        'connection',
        'ticket.read',
        'ticket.search',
        'ticket.create',
        'ticket.update',
        'ticket.note.list',
        'ticket.note.add',
        'ticket.assign',
        'ticket.resolve',
        'ticket.time.add',
        'board.list',
        'status.list',
        'priority.list',
        'category.list',
        'member.list',
      ],
    },
    { name: 'read:customers', where, neededFor: ['client.list', 'ticket.create'] },
    { name: 'read:users', where, neededFor: ['contact.list'] },
    { name: 'read:assets (some instances: all)', where, neededFor: ['device.list'] },
    { name: 'all, with an agent who may configure integrations', where, neededFor: ['webhook'] },
  ],
  triggers: { webhook: ticketChanged, polls: [pollTickets] },
  test: testConnection,
});
