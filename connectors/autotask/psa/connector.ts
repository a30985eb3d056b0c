// Autotask PSA: tickets, notes, time, queues, companies, contacts and configuration items; a webhook and a poll.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type AutotaskSecrets, type AutotaskSettings, auth } from './auth.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listClients, listContacts, listDevices, listMembers } from './capabilities/list-records.ts';
import { listBoards, listCategory, listPriority, listStatus } from './capabilities/list-ticket-fields.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { testConnection } from './test-connection.ts';
import { pollTickets } from './triggers/poll-tickets.ts';
import { ticketChanged } from './triggers/ticket-changed.ts';

const securityLevel = 'Admin > Resources/Users > Security Levels > the level of the API user';

export const autotaskPsa = defineConnector<AutotaskSettings, AutotaskSecrets>({
  id: 'autotask/psa',
  name: 'Autotask PSA',
  vendor: 'Kaseya',
  systems: ['psa'],
  summary: 'Tickets, notes, time, companies and configuration items of Autotask PSA, in any zone.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented REST API v1.0; not yet against a live database.',
  },
  auth,
  limits: {
    // 10,000 an hour per database, all integrations together: we take at most about half
    requestsPerMinute: 80,
    burst: 40,
    concurrency: 6,
    laneConcurrency: 3,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 10_000,
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
    'priority.list': { run: listPriority },
    'category.list': { run: listCategory },
    'contact.list': { run: listContacts },
    'board.list': { run: listBoards },
    'status.list': { run: listStatus },
    'member.list': { run: listMembers },
    'client.list': { run: listClients },
    'device.list': { run: listDevices },
  },
  cannot: {},
  permissions: [
    {
      name: 'API User (API-only), with a tracking identifier',
      where: 'Admin > Resources/Users > New API User',
      neededFor: ['connection'],
    },
    {
      name: 'Service Desk: tickets, notes (view, add, edit)',
      where: securityLevel,
      neededFor: [
        'ticket.read',
        'ticket.search',
        'ticket.create',
        'ticket.update',
        'ticket.assign',
        'ticket.resolve',
        'ticket.note.list',
        'ticket.note.add',
        'board.list',
        'status.list',
        'priority.list',
        'category.list',
      ],
    },
    {
      name: 'Timesheets: time entries (view, add)',
      where: securityLevel,
      neededFor: ['ticket.time.add', 'ticket.note.list'],
    },
    {
      name: 'CRM: companies, contacts, configuration items (view)',
      where: securityLevel,
      neededFor: ['client.list', 'contact.list', 'device.list'],
    },
    { name: 'Resources (view)', where: securityLevel, neededFor: ['member.list', 'ticket.assign'] },
    { name: 'Can create webhooks', where: securityLevel, neededFor: ['webhook'] },
  ],
  triggers: { webhook: ticketChanged, polls: [pollTickets] },
  test: testConnection,
});
