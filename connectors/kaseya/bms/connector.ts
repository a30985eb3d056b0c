// Kaseya BMS (also sold as Vorex and Pulseway PSA): tickets, notes, time, setup lists, contacts, hardware assets; a webhook
// and a poll.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { auth, type BmsSecrets, type BmsSettings } from './auth.ts';
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

const where = 'Admin > Security > Roles > the role of the API employee';

export const kaseyaBms = defineConnector<BmsSettings, BmsSecrets>({
  id: 'kaseya/bms',
  name: 'Kaseya BMS',
  vendor: 'Kaseya',
  systems: ['psa'],
  summary: 'Tickets, notes, time, contacts and hardware assets of Kaseya BMS, Vorex or Pulseway PSA.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our sandbox of the documented API (v2) over HTTP; not yet against a live tenant.',
  },
  auth,
  // 1,500 an hour per endpoint; which requests count as one endpoint is not told, so all of them together stay below
  limits: {
    requestsPerMinute: 25,
    burst: 60,
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
      name: 'Service Desk > Tickets: view, add, edit; notes and time logs: add',
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
      ],
    },
    { name: 'HR > Employees: view', where, neededFor: ['member.list', 'ticket.assign'] },
    { name: 'CRM > Accounts: view', where, neededFor: ['client.list', 'ticket.create'] },
    { name: 'CRM > Contacts: view', where, neededFor: ['contact.list'] },
    { name: 'Service Desk > Hardware Assets: view', where, neededFor: ['device.list'] },
    { name: 'Admin > Integrations > Webhooks: view, add, edit', where, neededFor: ['webhook'] },
  ],
  triggers: { webhook: ticketChanged, polls: [pollTickets] },
  test: testConnection,
});
