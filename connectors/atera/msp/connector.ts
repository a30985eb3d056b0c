// Atera (MSP): what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type AteraSecrets, type AteraSettings, ateraAuth } from './auth.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { listAlerts, readAlert, resolveAlert } from './capabilities/alerts.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listDevices, readDeviceStatus } from './capabilities/devices.ts';
import { listClient, listContact, listMember } from './capabilities/list-people.ts';
import { listCategory, listPriority, listStatus } from './capabilities/list-setup.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { addTicketNote, listTicketNote } from './capabilities/ticket-notes.ts';
import { assignTicket, updateTicket } from './capabilities/update-ticket.ts';
import { testConnection } from './test-connection.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';
import { pollTickets } from './triggers/poll-tickets.ts';
import { ticketAutomation } from './triggers/ticket-automation.ts';

const where = 'Admin, API, the token';

export const ateraMsp = defineConnector<AteraSettings, AteraSecrets>({
  id: 'atera/msp',
  name: 'Atera',
  vendor: 'Atera',
  systems: ['psa', 'rmm'],
  summary: 'Tickets, customers, agents and alerts of Atera. Its API runs no scripts.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the published API v3 and of what public clients report.',
  },
  auth: ateraAuth,
  limits: {
    // Atera publishes no figure; 700 a minute is told among its users
    requestsPerMinute: 500,
    burst: 50,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 60_000,
  },
  capabilities: {
    'ticket.read': { run: readTicket },
    'ticket.search': { run: searchTicket },
    'ticket.create': createTicket,
    'ticket.update': { run: updateTicket },
    'ticket.note.list': { run: listTicketNote },
    'ticket.note.add': addTicketNote,
    'ticket.assign': { run: assignTicket },
    'ticket.resolve': resolveTicket,
    'ticket.time.add': addTicketTime,
    'priority.list': { run: listPriority },
    'category.list': { run: listCategory },
    'contact.list': { run: listContact },
    'status.list': { run: listStatus },
    'member.list': { run: listMember },
    'client.list': { run: listClient },
    'device.list': { run: listDevices },
    'device.status': { run: readDeviceStatus },
    'alert.list': { run: listAlerts },
    'alert.read': { run: readAlert },
    'alert.resolve': { run: resolveAlert },
  },
  cannot: {
    'board.list': 'Atera has no boards; its departments group people of a customer, not tickets.',
    'device.events': 'Atera shows the history of a device on its screen only; its API has no call for it.',
    'script.list': 'Atera’s API has no scripts: they are listed and run on its screen only.',
    'script.run':
      'Atera’s API runs nothing: no script, no command, no restart. Use another RMM, or automation profiles inside Atera.',
    'command.run': 'Atera’s API runs nothing: no script, no command, no restart.',
  },
  permissions: [
    { name: 'Customers: Read, Contacts: Read', where, neededFor: ['client.list', 'contact.list', 'ticket.create'] },
    {
      name: 'Tickets: Read',
      where,
      neededFor: [
        'connection',
        'ticket.read',
        'ticket.search',
        'ticket.note.list',
        'status.list',
        'member.list',
        'priority.list',
        'category.list',
      ],
    },
    {
      name: 'Tickets: Write',
      where,
      neededFor: [
        'ticket.create',
        'ticket.update',
        'ticket.note.add',
        'ticket.assign',
        'ticket.resolve',
        'ticket.time.add',
      ],
    },
    { name: 'Agents: Read', where, neededFor: ['device.list', 'device.status'] },
    { name: 'Alerts: Read', where, neededFor: ['alert.list', 'alert.read'] },
    { name: 'Alerts: Write', where, neededFor: ['alert.resolve'] },
  ],
  triggers: { webhook: ticketAutomation, polls: [pollTickets, pollAlerts] },
  test: testConnection,
});
