// NinjaOne RMM: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type NinjaSecrets, type NinjaSettings, ninjaAuth } from './auth.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listAlerts } from './capabilities/list-alerts.ts';
import { listClients } from './capabilities/list-clients.ts';
import { listDeviceEvents } from './capabilities/list-device-events.ts';
import { listDevices } from './capabilities/list-devices.ts';
import { listContact, listMember } from './capabilities/list-people.ts';
import { listScripts } from './capabilities/list-scripts.ts';
import { listBoard, listCategory, listPriority, listStatus } from './capabilities/list-setup.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readAlert } from './capabilities/read-alert.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveAlert } from './capabilities/resolve-alert.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { runScript } from './capabilities/run-script.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { testConnection } from './test-connection.ts';
import { ticketUrl } from './ticket-transform.ts';
import { alertChanged } from './triggers/alert-changed.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';
import { pollTickets } from './triggers/poll-tickets.ts';

const roles = 'the role of the technician who consented; Ticketing is an add-on of NinjaOne';

export const ninjaoneRmm = defineConnector<NinjaSettings, NinjaSecrets>({
  id: 'ninjaone/rmm',
  name: 'NinjaOne',
  vendor: 'NinjaOne',
  systems: ['rmm', 'psa'],
  summary: 'Devices, alerts and scripts of the NinjaOne RMM, and the tickets of its Ticketing add-on.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented API 2.0.9; not yet against a live instance.',
  },
  auth: ninjaAuth,
  limits: {
    // NinjaOne publishes no figures: a state of a device costs eight requests, and a 429 is waited out
    requestsPerMinute: 300,
    burst: 60,
    concurrency: 4,
    timeoutMs: 20_000,
    maxResponseBytes: 20_000_000,
    // the activity feed and custom fields lag by tens of seconds to minutes
    visibilityLagMs: 180_000,
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
    'client.list': { run: listClients },
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
    'command.run': 'NinjaOne runs scripts of its library only; its public API takes no command text.',
  },
  permissions: [
    {
      name: 'Monitoring',
      where: 'Administration > Apps > API > Client app IDs > scopes',
      neededFor: ['connection'],
    },
    {
      name: 'Management',
      where: 'the same app',
      neededFor: [
        'device.list',
        'device.status',
        'device.events',
        'alert.list',
        'alert.read',
        'alert.resolve',
        'webhook',
      ],
    },
    {
      name: 'Ticketing: view tickets, contacts and users',
      where: roles,
      neededFor: [
        'ticket.read',
        'ticket.search',
        'ticket.note.list',
        'priority.list',
        'category.list',
        'contact.list',
        'board.list',
        'status.list',
        'member.list',
      ],
    },
    {
      name: 'Management, and a signed-in user who may create and edit tickets',
      where: roles,
      neededFor: [
        'ticket.create',
        'ticket.update',
        'ticket.note.add',
        'ticket.assign',
        'ticket.resolve',
        'ticket.time.add',
      ],
    },
    {
      name: 'Control, and a signed-in user (authorization code with refresh token)',
      where: 'the same app, kind "Web"',
      neededFor: ['script.list', 'script.run'],
    },
  ],
  triggers: { webhook: alertChanged, polls: [pollAlerts, pollTickets] },
  test: testConnection,
  ticketUrl: (settings, id) => ticketUrl(settings.host, id),
});
