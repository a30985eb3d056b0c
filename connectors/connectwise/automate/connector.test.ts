// ConnectWise Automate keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { connectwiseAutomate } from './connector.ts';
import { connectwiseAutomateSandbox } from './sandbox/connectwise-automate-sandbox.ts';

const device = '205';

testConnectorContract({
  connector: connectwiseAutomate,
  dialect: connectwiseAutomateSandbox,
  folder: import.meta.dirname,
  prepare: ({ sandbox: { world } }) => {
    const server = world.device('ACME-DC01');
    if (server) world.raiseAlert(server, 'process.crash');
  },
  inputs: {
    'client.list': () => ({}),
    'device.list': () => ({}),
    'device.status': () => ({ device }),
    'device.events': () => ({ device }),
    'script.list': () => ({}),
    'script.run': () => ({ device, script: 'restart-service', parameters: { service: 'WinRM' } }),
    'command.run': () => ({
      device,
      shell: 'powershell',
      text: 'Restart-Service -Name $service\nGet-Service -Name $service',
      parameters: { service: 'WinRM' },
    }),
    'alert.list': () => ({}),
    'alert.read': ({ sandbox: { world } }) => ({ alert: String(world.state.alerts[0]?.id) }),
  },
  missing: {
    'device.status': { device: '99999' },
    'device.events': { device: '99999' },
    'alert.read': { alert: '99999' },
  },
  wrong: [
    {
      what: 'a wrong password is a wrong key',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { password: 'not-the-right-password' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a user who is asked for a second factor cannot be used',
      connection: ({ vendor }) =>
        changedConnection(vendor, {
          settings: { username: 'technician' },
          secrets: { password: 'sandbox-automate-password-8803' },
        }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a client ID nobody knows is found out by the first read',
      connection: ({ vendor }) =>
        changedConnection(vendor, { settings: { clientId: '00000000-0000-4000-8000-000000000000' } }),
      kinds: ['unauthenticated'],
    },
  ],
  change: ({ sandbox: { world } }) => {
    const workstation = world.device('NORTH-WS-003');
    if (workstation) world.raiseAlert(workstation, 'disk.space');
  },
});
