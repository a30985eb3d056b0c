// Datto RMM keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { dattoRmm } from './connector.ts';
import { dattoSandbox } from './sandbox/datto-sandbox.ts';
import type { DattoSandboxState } from './sandbox/datto-state.ts';
import { webhookSecret } from './testing/datto-bed.ts';

const unknownUid = '00000000-0000-4000-8000-00000000beef';
const deviceOf = ({ sandbox }: RunningSubject, name: string) => {
  const device = sandbox.world.device(name);
  if (!device) throw new Error(name);
  return device;
};

testConnectorContract({
  connector: dattoRmm,
  dialect: dattoSandbox,
  folder: import.meta.dirname,
  prepare: (running) => {
    running.sandbox.world.raiseAlert(deviceOf(running, 'ACME-DC01'), 'process.crash');
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
    'alert.read': ({ sandbox }) => ({ alert: sandbox.world.state.alerts[0]?.uid }),
    'alert.resolve': (running) => ({
      alert: running.sandbox.world.raiseAlert(deviceOf(running, 'NORTH-WS-003'), 'disk.space').uid,
      reason: 'contract suite',
    }),
  },
  missing: {
    'device.status': { device: unknownUid },
    'device.events': { device: unknownUid },
    'alert.read': { alert: unknownUid },
  },
  wrong: [
    {
      what: 'a wrong secret is a wrong key',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { apiSecret: 'not-the-right-secret' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a key of another platform says the same, and the message says both',
      connection: ({ vendor }) => changedConnection(vendor, { settings: { apiKeyId: 'KEYOFANOTHERPLATFORM' } }),
      kinds: ['unauthenticated'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) => changedConnection(vendor, { settings: { apiKeyId: 'SANDBOXDATTOKEY02' } }),
    capability: 'alert.resolve',
  },
  webhook: {
    proofHeaders: ['x-mspclaw-webhook-secret'],
    signsBody: false,
    delivery: async (running) => {
      const receiver = await startWebhookReceiver();
      try {
        const state = running.vendor.dialectState() as DattoSandboxState;
        state.webhook = {
          url: receiver.url,
          headers: { 'X-MSPclaw-Webhook-Secret': webhookSecret },
          raised: '{"alertUid":"[alert_uid]","event":"raised"}',
          resolved: '{"alertUid":"[alert_uid]","event":"resolved"}',
        };
        running.sandbox.world.raiseAlert(deviceOf(running, 'ACME-WS-013'), 'process.crash');
        const delivery = await eventually(() => receiver.caught[0], 'the alert is told');
        state.webhook = null;
        return delivery;
      } finally {
        await receiver.close();
      }
    },
  },
  change: (running) => {
    running.sandbox.world.raiseAlert(deviceOf(running, 'BRIGHT-WS-005'), 'service.stopped', { service: 'Spooler' });
  },
});
