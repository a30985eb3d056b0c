// Toy Tool keeps the connector contract, against its sandbox over real HTTP.
import { describe, expect, it } from 'vitest';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { toyToolConnector } from './connector.ts';
import { toyToolSandbox } from './sandbox/toy-tool-sandbox.ts';

const withKey = ({ connection }: RunningSubject, apiKey: string) => ({
  settings: connection.settings,
  secrets: { ...(connection.secrets as object), apiKey },
});
const freshAlert = ({ sandbox: { world } }: RunningSubject): string => {
  const device = world.device('NORTH-WS-003');
  if (!device) throw new Error('no such device');
  return String(world.raiseAlert(device, 'disk.space').id);
};

testConnectorContract({
  connector: toyToolConnector,
  dialect: toyToolSandbox,
  folder: import.meta.dirname,
  prepare: (running) => void freshAlert(running),
  inputs: {
    'device.list': () => ({}),
    'device.status': () => ({ device: '205' }),
    'alert.list': () => ({}),
    'alert.read': (running) => ({ alert: freshAlert(running) }),
    'alert.resolve': (running) => ({ alert: freshAlert(running), reason: 'contract suite' }),
  },
  missing: { 'device.status': { device: '99999' }, 'alert.read': { alert: '99999' } },
  wrong: [
    {
      what: 'a wrong key',
      connection: (running) => withKey(running, 'not-the-right-key-at-all'),
      kinds: ['unauthenticated'],
    },
  ],
  forbidden: {
    connection: (running) => withKey(running, 'toy-read-0123456789abcdef'),
    capability: 'alert.resolve',
  },
  webhook: {
    proofHeaders: ['x-toy-secret'],
    signsBody: false,
    async delivery(running) {
      const receiver = await startWebhookReceiver();
      const state = running.vendor.dialectState() as { webhookUrl: string | null };
      state.webhookUrl = receiver.url;
      freshAlert(running);
      await running.vendor.deliveries.idle();
      state.webhookUrl = null;
      await receiver.close();
      const [caught] = receiver.caught;
      if (!caught) throw new Error('The sandbox sent nothing.');
      return caught;
    },
  },
  change: (running) => void freshAlert(running),
});

describe('Toy Tool', () => {
  it('quirk 1: <name what the vendor does against its own documentation, and prove that it does no harm>', async () => {
    const sandbox = await startSandbox({ vendors: [{ dialect: toyToolSandbox }] });
    const vendor = sandbox.vendors[toyToolConnector.id];
    if (!vendor) throw new Error('no sandbox');
    const context = testContext(toyToolConnector, vendor.connection());
    await expect(toyToolConnector.test(context)).resolves.toMatchObject({ ok: true });
    await sandbox.close();
  });
});
