// ScreenConnect keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { connectwiseScreenconnect } from './connector.ts';
import { connectwiseScreenconnectSandbox } from './sandbox/connectwise-screenconnect-sandbox.ts';

const device = ({ sandbox }: RunningSubject) => sandbox.world.device('ACME-WS-014')?.uid ?? '';
const nobody = '00000000-0000-4000-8000-00000000dead';

testConnectorContract({
  connector: connectwiseScreenconnect,
  dialect: connectwiseScreenconnectSandbox,
  folder: import.meta.dirname,
  inputs: {
    'client.list': () => ({}),
    'device.list': () => ({}),
    'device.status': (running) => ({ device: device(running) }),
    'session.link': (running) => ({ device: device(running) }),
    'command.run': (running) => ({
      device: device(running),
      shell: 'powershell',
      text: 'Restart-Service -Name $service\nGet-Service -Name $service',
      parameters: { service: 'WinRM' },
    }),
  },
  missing: { 'device.status': { device: nobody }, 'session.link': { device: nobody } },
  wrong: [
    {
      what: 'a wrong secret is a wrong key',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { secret: 'not-the-right-secret' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'the secret with "Basic" in front of it is a wrong key',
      connection: ({ vendor }) =>
        changedConnection(vendor, { secrets: { secret: 'Basic sandbox-screenconnect-secret-9301' } }),
      kinds: ['unauthenticated'],
    },
  ],
});
