// ConnectWise ScreenConnect: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type ScreenConnectSecrets, type ScreenConnectSettings, screenConnectAuth } from './auth.ts';
import { linkSession } from './capabilities/link-session.ts';
import { listClients, listDevices } from './capabilities/list-devices.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { runCommand } from './capabilities/run-command.ts';
import { testConnection } from './test-connection.ts';

export const connectwiseScreenconnect = defineConnector<ScreenConnectSettings, ScreenConnectSecrets>({
  id: 'connectwise/screenconnect',
  name: 'ScreenConnect',
  vendor: 'ConnectWise',
  systems: ['remote'],
  summary: 'Machines, links to remote sessions, and commands of ConnectWise ScreenConnect (Control).',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the RESTful API Manager 1.0.8; not yet against a live instance.',
  },
  auth: screenConnectAuth,
  limits: {
    // nothing is published; a loaded instance begins to answer with empty lists
    requestsPerMinute: 60,
    burst: 20,
    concurrency: 2,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 60_000,
  },
  capabilities: {
    'client.list': { run: listClients },
    'device.list': { run: listDevices },
    'device.status': { run: readDeviceStatus },
    'session.link': { run: linkSession },
    'command.run': runCommand,
  },
  cannot: {},
  permissions: [
    {
      name: 'RESTful API Manager with its RESTfulAuthenticationSecret. It has no lesser rights: whoever holds it commands every machine',
      where: 'Administration, Extensions (ScreenConnect 22.3 or later)',
      neededFor: ['connection'],
    },
  ],
  triggers: { polls: [] },
  test: testConnection,
});
