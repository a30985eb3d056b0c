// Syncro (MSP): what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type SyncroSecrets, type SyncroSettings, syncroAuth } from './auth.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { listAlerts, readAlert, resolveAlert } from './capabilities/alerts.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listDevices, readDeviceStatus } from './capabilities/devices.ts';
import { listClient, listContact, listMember } from './capabilities/list-people.ts';
import { listCategory, listPriority, listStatus } from './capabilities/list-setup.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { listScripts, runScript } from './capabilities/scripts.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { addTicketNote, listTicketNote } from './capabilities/ticket-notes.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { testConnection } from './test-connection.ts';
import { notification } from './triggers/notification.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';
import { pollTickets } from './triggers/poll-tickets.ts';

const where = 'Admin, API Tokens, the token';

export const syncroMsp = defineConnector<SyncroSettings, SyncroSecrets>({
  id: 'syncro/msp',
  name: 'Syncro',
  vendor: 'Syncro',
  systems: ['psa', 'rmm'],
  summary: 'Tickets, customers, assets, RMM alerts and scripts of Syncro, one product for PSA and RMM.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the published document and of what live tenants were seen to do differently.',
  },
  auth: syncroAuth,
  limits: {
    // 180 a minute for each address that asks, whoever's token it is; a little is left for others behind the same one
    requestsPerMinute: 170,
    shared: 'address',
    burst: 20,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 120_000,
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
    'script.list': { run: listScripts },
    'script.run': runScript,
    'alert.list': { run: listAlerts },
    'alert.read': { run: readAlert },
    'alert.resolve': { run: resolveAlert },
  },
  cannot: {
    'board.list': 'Syncro has no boards or queues: all tickets are in one list.',
    'device.events': 'Syncro shows the history of a device on its screen only; its API has no call for it.',
    'command.run': 'Syncro runs scripts of its library only; its API takes no command text.',
  },
  permissions: [
    { name: 'Customers - List/Search, Customers - View Detail', where, neededFor: ['client.list', 'contact.list'] },
    {
      name: 'Tickets - List/Search, Tickets - View Details',
      where,
      neededFor: [
        'connection',
        'ticket.read',
        'ticket.search',
        'ticket.note.list',
        'status.list',
        'priority.list',
        'category.list',
        'member.list',
      ],
    },
    { name: 'Tickets - Create', where, neededFor: ['ticket.create'] },
    {
      name: 'Tickets - Edit',
      where,
      neededFor: ['ticket.update', 'ticket.note.add', 'ticket.assign', 'ticket.resolve'],
    },
    { name: 'Ticket Timers - Overview', where, neededFor: ['ticket.time.add'] },
    { name: 'Assets - List/Search, Assets - View Details', where, neededFor: ['device.list', 'device.status'] },
    { name: 'Scripts - Execute', where, neededFor: ['script.run'] },
    { name: 'RMM Alerts - List', where, neededFor: ['alert.list', 'alert.read'] },
    { name: 'RMM Alerts - Delete', where, neededFor: ['alert.resolve'] },
  ],
  triggers: { webhook: notification, polls: [pollTickets, pollAlerts] },
  test: testConnection,
  ticketUrl: (settings, ticketId) => (/^\d{1,18}$/.test(ticketId) ? `${settings.host}/tickets/${ticketId}` : null),
});
