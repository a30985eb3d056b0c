// SuperOps (MSP): what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type SuperopsSecrets, type SuperopsSettings, superopsAuth } from './auth.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { listAlerts, readAlert, resolveAlert } from './capabilities/alerts.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listCategory } from './capabilities/list-category.ts';
import { listDeviceEvents } from './capabilities/list-device-events.ts';
import { listDevices } from './capabilities/list-devices.ts';
import { listClient, listContact, listMember } from './capabilities/list-people.ts';
import { listScripts } from './capabilities/list-scripts.ts';
import { listBoard, listPriority, listStatus } from './capabilities/list-setup.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { runScript } from './capabilities/run-script.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { testConnection } from './test-connection.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';
import { pollTickets } from './triggers/poll-tickets.ts';

const roles = 'Settings, Roles and permissions: the role of the user whose token this is';

export const superopsMsp = defineConnector<SuperopsSettings, SuperopsSecrets>({
  id: 'superops/msp',
  name: 'SuperOps',
  vendor: 'SuperOps',
  systems: ['psa', 'rmm'],
  summary: 'Tickets, clients, assets, alerts and saved scripts of SuperOps, one product for PSA and RMM.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the published GraphQL reference and of what live tenants were seen to do differently.',
  },
  auth: superopsAuth,
  limits: {
    // the reference says 100 a minute, the help centre 800: the smaller one, less a little for people's own tools
    requestsPerMinute: 90,
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
    'board.list': { run: listBoard },
    'status.list': { run: listStatus },
    'member.list': { run: listMember },
    'client.list': { run: listClient },
    'device.list': { run: listDevices },
    'device.status': { run: readDeviceStatus },
    'device.events': { run: listDeviceEvents },
    'script.list': { run: listScripts },
    'script.run': runScript,
    'alert.list': { run: listAlerts },
    'alert.read': { run: readAlert },
    'alert.resolve': { run: resolveAlert },
  },
  cannot: {
    'command.run': 'SuperOps runs saved scripts only; its API takes no command text.',
  },
  permissions: [
    { name: 'Clients and requesters: view', where: roles, neededFor: ['connection'] },
    {
      name: 'Tickets: view, create, edit; ticket settings: view',
      where: roles,
      neededFor: [
        'ticket.read',
        'ticket.search',
        'ticket.create',
        'ticket.update',
        'ticket.note.list',
        'ticket.note.add',
        'ticket.assign',
        'ticket.resolve',
        'priority.list',
        'category.list',
        'contact.list',
        'board.list',
        'status.list',
        'member.list',
        'client.list',
      ],
    },
    { name: 'Worklogs: view, create', where: roles, neededFor: ['ticket.time.add'] },
    {
      name: 'Assets and alerts: view; alerts: resolve',
      where: roles,
      neededFor: ['device.list', 'device.status', 'device.events', 'alert.list', 'alert.read', 'alert.resolve'],
    },
    { name: 'Scripts: view, run on assets', where: roles, neededFor: ['script.list', 'script.run'] },
  ],
  triggers: { polls: [pollTickets, pollAlerts] },
  test: testConnection,
});
