// ConnectWise Automate: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type AutomateSecrets, type AutomateSettings, automateAuth } from './auth.ts';
import { listAlerts, readAlert } from './capabilities/list-alerts.ts';
import { listClients } from './capabilities/list-clients.ts';
import { listDeviceEvents } from './capabilities/list-device-events.ts';
import { listDevices } from './capabilities/list-devices.ts';
import { listScripts } from './capabilities/list-scripts.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { runCommand } from './capabilities/run-command.ts';
import { runScript } from './capabilities/run-script.ts';
import { testConnection } from './test-connection.ts';
import { pollAlerts } from './triggers/poll-alerts.ts';

export const connectwiseAutomate = defineConnector<AutomateSettings, AutomateSecrets>({
  id: 'connectwise/automate',
  name: 'ConnectWise Automate',
  vendor: 'ConnectWise',
  systems: ['rmm'],
  summary: 'Computers, their state and event logs, alerts, scripts and commands of ConnectWise Automate (LabTech).',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented API of about 25.0.5; not yet against a live server.',
  },
  auth: automateAuth,
  limits: {
    // Automate documents no limit; its own database is the limit, so four at a time and no more
    requestsPerMinute: 240,
    burst: 40,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    // a script's own report is all that carries our tag, and an agent may take five minutes to call
    visibilityLagMs: 600_000,
  },
  capabilities: {
    'client.list': { run: listClients },
    'device.list': { run: listDevices },
    'device.status': { run: readDeviceStatus },
    'device.events': { run: listDeviceEvents },
    'script.list': { run: listScripts },
    'script.run': runScript,
    'command.run': runCommand,
    'alert.list': { run: listAlerts },
    'alert.read': { run: readAlert },
  },
  cannot: {
    'alert.resolve': 'Automate’s API only reads alerts; one leaves the list when its monitor is content again.',
  },
  permissions: [
    {
      name: 'A user of its own with the user class "Integrator" (exempt from the second factor)',
      where: 'Automate control center, users',
      neededFor: ['connection'],
    },
    {
      name: 'Client permission of that user class for every client it shall see',
      where: 'Automate control center, user classes and the permissions of a client',
      neededFor: [
        'client.list',
        'device.list',
        'device.status',
        'device.events',
        'alert.list',
        'alert.read',
        'script.list',
        'script.run',
        'command.run',
      ],
    },
  ],
  triggers: { polls: [pollAlerts] },
  test: testConnection,
});
