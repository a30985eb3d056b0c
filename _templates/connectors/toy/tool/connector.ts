// Toy Tool: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type ToyToolSecrets, type ToyToolSettings, toyToolAuth } from './auth.ts';
import { listAlert } from './capabilities/list-alert.ts';
import { listDevice } from './capabilities/list-device.ts';
import { readAlert } from './capabilities/read-alert.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { resolveAlert } from './capabilities/resolve-alert.ts';
import { testConnection } from './test-connection.ts';
import { alertChanged } from './triggers/alert-changed.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';

export const toyToolConnector = defineConnector<ToyToolSettings, ToyToolSecrets>({
  id: 'toy/tool',
  name: 'Toy Tool',
  vendor: 'Toy',
  systems: ['rmm'],
  summary: 'Devices and alerts of Toy Tool.',
  verification: { level: 'simulated', on: '2026-11-20', note: 'Against our own sandbox only.' },
  auth: toyToolAuth,
  limits: {
    requestsPerMinute: 120,
    burst: 20,
    concurrency: 4,
    timeoutMs: 20_000,
    maxResponseBytes: 10_000_000,
    visibilityLagMs: 10_000,
  },
  capabilities: {
    'device.list': listDevice,
    'device.status': readDeviceStatus,
    'alert.list': listAlert,
    'alert.read': readAlert,
    'alert.resolve': resolveAlert,
  },
  cannot: {
    'device.events': 'Not built yet: Toy Tool keeps a history, this connector does not read it.',
    'script.list': 'Not built yet: Toy Tool has scripts, this connector does not list them.',
    'script.run': 'Not built yet: Toy Tool has scripts, this connector does not run them.',
    'command.run': 'Toy Tool takes no command text over its API.',
  },
  permissions: [
    { name: 'Devices: read', where: 'Settings > API > the key', neededFor: ['connection'] },
    { name: 'Alerts: read, resolve', where: 'the same key', neededFor: ['alert.list', 'alert.read', 'alert.resolve'] },
  ],
  triggers: { webhook: alertChanged, polls: [pollAlerts] },
  test: testConnection,
});
