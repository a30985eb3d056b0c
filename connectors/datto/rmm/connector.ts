// Datto RMM: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type DattoSecrets, type DattoSettings, dattoAuth } from './auth.ts';
import { listAlerts, readAlert, resolveAlert } from './capabilities/alerts.ts';
import { listDeviceEvents } from './capabilities/list-device-events.ts';
import { listDevices, listSites } from './capabilities/list-records.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { runScript } from './capabilities/run-script.ts';
import { listComponents, toScript } from './components.ts';
import { testConnection } from './test-connection.ts';
import { alertChanged } from './triggers/alert-changed.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';

const securityLevel = "Setup > Security Levels > the level of the API key's user";

export const dattoRmm = defineConnector<DattoSettings, DattoSecrets>({
  id: 'datto/rmm',
  name: 'Datto RMM',
  vendor: 'Kaseya',
  systems: ['rmm'],
  summary: 'Devices, their state and history, alerts, and components of Datto RMM, on any platform.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented API 2.0.0 (build 235); not yet against a live account.',
  },
  auth: dattoAuth,
  limits: {
    // 600 reads and 100 writes per operation a minute, for all integrations of the account together; a block follows
    requestsPerMinute: 150,
    burst: 40,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    // how late the activity log is, is not documented
    visibilityLagMs: 180_000,
  },
  capabilities: {
    'client.list': { run: listSites },
    'device.list': { run: listDevices },
    'device.status': { run: readDeviceStatus },
    'device.events': { run: listDeviceEvents },
    'script.list': { run: async (context) => ({ items: (await listComponents(context)).map(toScript) }) },
    'script.run': runScript,
    'alert.list': { run: listAlerts },
    'alert.read': { run: readAlert },
    'alert.resolve': { run: resolveAlert },
  },
  cannot: {
    'command.run': 'Datto RMM runs components of its library only; its API takes no command text.',
  },
  permissions: [
    { name: 'API key of a user of its own', where: 'Setup > Users', neededFor: ['connection'] },
    {
      name: 'Sites and devices (view), activity log (view)',
      where: securityLevel,
      neededFor: ['client.list', 'device.list', 'device.status', 'device.events'],
    },
    {
      name: 'Jobs (manage), and a component level not below that of the components',
      where: securityLevel,
      neededFor: ['script.list', 'script.run'],
    },
    { name: 'Alerts (manage)', where: securityLevel, neededFor: ['alert.list', 'alert.read', 'alert.resolve'] },
    { name: 'Global Webhooks, by a person', where: 'Setup > Integrations', neededFor: ['webhook'] },
  ],
  triggers: { webhook: alertChanged, polls: [pollAlerts] },
  test: testConnection,
});
