// NinjaOne RMM: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type NinjaSecrets, type NinjaSettings, ninjaAuth } from './auth.ts';
import { listAlerts } from './capabilities/list-alerts.ts';
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

export const ninjaoneRmm = defineConnector<NinjaSettings, NinjaSecrets>({
  id: 'ninjaone/rmm',
  name: 'NinjaOne',
  vendor: 'NinjaOne',
  systems: ['rmm'],
  summary: 'Devices, their state and history, alerts, and scripts of the NinjaOne RMM.',
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
      name: 'Control, and a signed-in user (authorization code with refresh token)',
      where: 'the same app, kind "Web"',
      neededFor: ['script.list', 'script.run'],
    },
  ],
  triggers: { webhook: alertChanged, polls: [pollAlerts] },
  test: testConnection,
});
