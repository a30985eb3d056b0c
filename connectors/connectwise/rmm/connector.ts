// ConnectWise RMM on the Asio platform: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type AsioSecrets, type AsioSettings, asioAuth } from './auth.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listClients } from './capabilities/list-clients.ts';
import { listDevices } from './capabilities/list-devices.ts';
import { listScripts } from './capabilities/list-scripts.ts';
import { listBoards, listCategories, listPriorities, listStatuses } from './capabilities/list-setup.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { readTicket, searchTickets } from './capabilities/read-tickets.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { runScript } from './capabilities/run-script.ts';
import { addTicketNote, listTicketNotes } from './capabilities/ticket-notes.ts';
import { assignTicket, updateTicket } from './capabilities/update-ticket.ts';
import { testConnection } from './test-connection.ts';
import { pollTickets } from './triggers/poll-tickets.ts';

const where = 'ConnectWise platform, Integrations, API Access: scopes of the key';
const noAlerts = 'The platform’s API lists no alerts; they arrive as tickets.';

export const connectwiseRmm = defineConnector<AsioSettings, AsioSecrets>({
  id: 'connectwise/rmm',
  name: 'ConnectWise RMM',
  vendor: 'ConnectWise',
  systems: ['rmm', 'psa'],
  summary: 'Devices, scripts and tickets of ConnectWise RMM, over the Partner API of the Asio platform.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the Partner API 2.2.8; not yet against a live instance.',
  },
  auth: asioAuth,
  limits: {
    // one client of this API quotes 500 requests in five minutes; ConnectWise publishes figures per key only
    requestsPerMinute: 90,
    burst: 30,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 120_000,
  },
  capabilities: {
    'client.list': { run: listClients },
    'device.list': { run: listDevices },
    'device.status': { run: readDeviceStatus },
    'script.list': { run: listScripts },
    'script.run': runScript,
    'ticket.read': { run: readTicket },
    'ticket.search': { run: searchTickets },
    'ticket.create': createTicket,
    'ticket.update': { run: updateTicket },
    'ticket.assign': { run: assignTicket },
    'ticket.resolve': resolveTicket,
    'ticket.note.list': { run: listTicketNotes },
    'ticket.note.add': addTicketNote,
    'board.list': { run: listBoards },
    'status.list': { run: listStatuses },
    'priority.list': { run: listPriorities },
    'category.list': { run: listCategories },
  },
  cannot: {
    'alert.list': noAlerts,
    'alert.read': noAlerts,
    'alert.resolve': noAlerts,
    'device.events': 'The platform’s API has no history of a device’s events.',
    'command.run': 'The platform’s API runs scripts of its library only; it takes no command text.',
    'ticket.time.add': 'The platform’s ticketing API has no time entries.',
    'contact.list': 'The platform’s API makes contacts and lists none.',
    'member.list': 'The platform’s API lists teams of a board and no technicians.',
  },
  permissions: [
    {
      name: 'platform.companies.read',
      where,
      neededFor: ['client.list', 'device.list', 'device.status', 'ticket.read', 'ticket.search', 'ticket.create'],
    },
    { name: 'platform.sites.read', where, neededFor: ['device.list', 'device.status'] },
    {
      name: 'platform.devices.read, platform.asset.read and platform.agent.read',
      where,
      neededFor: ['device.list', 'device.status'],
    },
    { name: 'platform.patching.read', where, neededFor: ['device.status'] },
    { name: 'platform.automation.read', where, neededFor: ['script.list', 'script.run'] },
    { name: 'platform.automation.create', where, neededFor: ['script.run'] },
    {
      name: 'platform.tickets.read',
      where,
      neededFor: [
        'ticket.read',
        'ticket.search',
        'ticket.note.list',
        'board.list',
        'status.list',
        'priority.list',
        'category.list',
        'ticket.create',
        'ticket.update',
        'ticket.assign',
        'ticket.resolve',
      ],
    },
    { name: 'platform.tickets.create', where, neededFor: ['ticket.create', 'ticket.note.add', 'ticket.resolve'] },
    { name: 'platform.tickets.update', where, neededFor: ['ticket.update', 'ticket.assign', 'ticket.resolve'] },
  ],
  triggers: { polls: [pollTickets] },
  test: testConnection,
});
