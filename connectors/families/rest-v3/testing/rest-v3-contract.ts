// The connector contract for a product of the family: the same inputs, whoever it is.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import {
  type ContractSubject,
  type RunningSubject,
  testConnectorContract,
} from '#connectors/sdk/testing/connector-contract.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { signatureHeader } from '../triggers/notification-webhook.ts';
import type { RestV3Product } from './rest-v3-bed.ts';

const nobody = '00000000-0000-4000-8000-00000000beef';
const deviceOf = ({ sandbox }: RunningSubject, name: string) => {
  const device = sandbox.world.device(name);
  if (!device) throw new Error(name);
  return device;
};
const newAlert = (running: RunningSubject, name: string) =>
  String(running.sandbox.world.raiseAlert(deviceOf(running, name), 'disk.space').id);

export function testRestV3Contract({ connector, dialect, options }: RestV3Product, folder: string): void {
  const subject: ContractSubject = {
    connector,
    dialect,
    folder,
    prepare: (running) => {
      running.sandbox.world.raiseAlert(deviceOf(running, 'ACME-WS-014'), 'process.crash');
    },
    inputs: {
      'client.list': () => ({}),
      'device.list': () => ({}),
      'device.status': (running) => ({ device: deviceOf(running, 'ACME-WS-014').uid }),
      'device.events': (running) => ({ device: deviceOf(running, 'ACME-WS-014').uid }),
      'script.list': () => ({}),
      'script.run': (running) => ({
        device: deviceOf(running, 'ACME-WS-014').uid,
        script: 'restart-service',
        parameters: { service: 'WinRM' },
      }),
      'alert.list': () => ({}),
      'alert.read': (running) => ({ alert: newAlert(running, 'ACME-DC01') }),
      'alert.resolve': (running) => ({ alert: newAlert(running, 'NORTH-WS-003'), reason: 'contract suite' }),
    },
    missing: {
      'device.status': { device: nobody },
      'device.events': { device: nobody },
      'alert.read': { alert: '99999' },
    },
    wrong: [
      {
        what: 'the secret is wrong',
        connection: ({ vendor }) => changedConnection(vendor, { secrets: { tokenSecret: 'not-the-right-secret' } }),
        kinds: ['unauthenticated'],
      },
      {
        what: 'the token is not known',
        connection: ({ vendor }) => changedConnection(vendor, { settings: { tokenId: 'somebody-else' } }),
        kinds: ['unauthenticated'],
      },
      {
        what: 'the server speaks no REST v3',
        connection: ({ vendor, sandbox }) => changedConnection(vendor, { settings: { host: sandbox.control.origin } }),
        kinds: ['wrong-host'],
      },
    ],
    forbidden: {
      connection: ({ vendor }) => changedConnection(vendor, { settings: { tokenId: `${options.tokenId}-reader` } }),
      capability: 'alert.resolve',
    },
    webhook: {
      proofHeaders: [signatureHeader],
      signsBody: true,
      delivery: async (running) => {
        const receiver = await startWebhookReceiver();
        try {
          const on = testContext(connector, running.connection);
          const registered = await connector.triggers.webhook?.register?.(on, receiver.url);
          running.connection = changedConnection(running.vendor, { secrets: { ...registered?.secrets } });
          running.sandbox.world.raiseAlert(deviceOf(running, 'ACME-WS-013'), 'process.crash');
          return await eventually(() => receiver.caught[0], 'the alert is told');
        } finally {
          await receiver.close();
        }
      },
    },
    change: (running) => {
      running.sandbox.world.raiseAlert(deviceOf(running, 'BRIGHT-WS-005'), 'service.stopped', { service: 'Spooler' });
    },
  };
  testConnectorContract(subject);
}
