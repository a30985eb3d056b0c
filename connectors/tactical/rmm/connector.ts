// Tactical RMM, on a server of one's own: agents, alerts, scripts with their output; web hooks and a poll.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { auth, type TacticalSecrets, type TacticalSettings } from './auth.ts';
import { listAlerts } from './capabilities/list-alerts.ts';
import { listClients } from './capabilities/list-clients.ts';
import { listDeviceEvents } from './capabilities/list-device-events.ts';
import { listDevices } from './capabilities/list-devices.ts';
import { listScripts } from './capabilities/list-scripts.ts';
import { readAlert } from './capabilities/read-alert.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { resolveAlert } from './capabilities/resolve-alert.ts';
import { runScript } from './capabilities/run-script.ts';
import { testConnection } from './test-connection.ts';
import { alertChanged } from './triggers/alert-changed.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';

const where = "Settings > Permissions Manager > the role of the key's user";

export const tacticalRmm = defineConnector<TacticalSettings, TacticalSecrets>({
  id: 'tactical/rmm',
  name: 'Tactical RMM',
  vendor: 'Tactical RMM',
  systems: ['rmm'],
  summary: 'Agents, alerts and scripts of a Tactical RMM server of your own.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our sandbox of the documented API (1.4) over HTTP; not yet against a live server.',
  },
  auth,
  // the server has no limits of its own; it is one machine
  limits: {
    requestsPerMinute: 120,
    burst: 30,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 50_000_000,
    visibilityLagMs: 60_000,
  },
  capabilities: {
    'device.list': listDevices,
    'device.status': readDeviceStatus,
    'device.events': listDeviceEvents,
    'script.list': listScripts,
    'script.run': runScript,
    'alert.list': listAlerts,
    'alert.read': readAlert,
    'alert.resolve': resolveAlert,
    'client.list': listClients,
  },
  cannot: {
    'command.run':
      'Tactical runs any command as SYSTEM and keeps no right apart for it; scripts of its library are the way.',
  },
  permissions: [
    { name: 'List agents', where, neededFor: ['connection', 'device.list', 'device.status'] },
    { name: 'List agent history', where, neededFor: ['device.events', 'script.run'] },
    { name: 'View windows updates', where, neededFor: ['device.status'] },
    { name: 'List scripts, run scripts on agents', where, neededFor: ['script.list', 'script.run'] },
    { name: 'List alerts', where, neededFor: ['alert.list', 'alert.read'] },
    { name: 'Manage alerts', where, neededFor: ['alert.resolve'] },
    { name: 'List clients, list sites', where, neededFor: ['client.list', 'device.list', 'alert.list'] },
    { name: 'Edit core settings (URL actions)', where, neededFor: ['webhook'] },
  ],
  triggers: { webhook: alertChanged, polls: [pollAlerts] },
  test: testConnection,
});
