// Tactical RMM keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { tacticalRmm } from './connector.ts';
import { tacticalSandbox } from './sandbox/tactical-sandbox.ts';
import { nextDelivery } from './testing/next-delivery.ts';
import { agentOf } from './testing/tactical-bed.ts';

const device = ({ sandbox }: RunningSubject) => ({ device: agentOf(sandbox.world, 'ACME-WS-014') });
const nobody = 'f'.repeat(40);
const script = (running: RunningSubject) => ({
  ...device(running),
  script: 'restart-service',
  parameters: { service: 'WinRM' },
});

testConnectorContract({
  connector: tacticalRmm,
  dialect: tacticalSandbox,
  folder: import.meta.dirname,
  prepare: async (running) => {
    const { world } = running.sandbox;
    const found = world.device('ACME-DC01');
    if (found) world.raiseAlert(found, 'process.crash');
    const target = world.device('ACME-WS-014');
    if (target)
      world.startScript({
        deviceId: target.id,
        scriptId: 101,
        via: 'tactical/rmm',
        tag: null,
        parameters: { service: 'WinRM' },
      });
  },
  inputs: {
    'device.list': () => ({}),
    'device.status': device,
    'device.events': device,
    'script.list': () => ({}),
    'script.run': script,
    'alert.list': () => ({}),
    'alert.read': ({ sandbox: { world } }) => ({ alert: String(world.state.alerts[0]?.id) }),
    'alert.resolve': ({ sandbox: { world } }) => {
      const found = world.device('NORTH-WS-003');
      if (!found) throw new Error('no device');
      return { alert: String(world.raiseAlert(found, 'disk.space').id), reason: 'contract suite' };
    },
    'client.list': () => ({}),
  },
  missing: {
    'device.status': { device: nobody },
    'device.events': { device: nobody },
    'alert.read': { alert: '99999' },
  },
  wrong: [
    {
      what: 'the key is wrong',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { apiKey: 'NOT-THE-RIGHT-KEY' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'the host is no Tactical',
      connection: ({ vendor, sandbox }) => changedConnection(vendor, { settings: { host: sandbox.control.origin } }),
      kinds: ['wrong-host'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) => changedConnection(vendor, { secrets: { apiKey: 'TACTICALREADERKEY012345678' } }),
    capability: 'alert.resolve',
  },
  webhook: { delivery: nextDelivery, proofHeaders: ['x-mspclaw-webhook-secret'], signsBody: false },
  change: ({ sandbox: { world } }) => {
    const found = world.device('BRIGHT-WS-005');
    if (found) world.raiseAlert(found, 'service.stopped', { service: 'Spooler' });
  },
});
