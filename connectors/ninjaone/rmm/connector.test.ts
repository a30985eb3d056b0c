// NinjaOne keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { ninjaoneRmm } from './connector.ts';
import { ninjaoneSandbox } from './sandbox/sandbox.ts';
import { nextDelivery } from './testing/next-delivery.ts';

const deviceId = '205';
const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const newTicket = ({ sandbox: { world } }: RunningSubject) =>
  String(world.addTicket({ title: 'Printer on floor 2', clientId: 11, contactId: 51 }, 'tlind').id);
const unknownUid = '00000000-0000-4000-8000-00000000dead';

testConnectorContract({
  connector: ninjaoneRmm,
  dialect: ninjaoneSandbox,
  folder: import.meta.dirname,
  prepare: ({ sandbox: { world } }) => {
    const device = world.device('ACME-DC01');
    if (device) world.raiseAlert(device, 'process.crash');
  },
  inputs: {
    'ticket.read': (running) => ({ ticket: newTicket(running) }),
    'ticket.search': () => ({}),
    'ticket.create': () => ({
      client: '11',
      title: 'Printer does not print',
      description: 'It blinks.',
      priority: 'high',
      category: 'INCIDENT',
      note: internal('Seen by monitoring.'),
    }),
    'ticket.update': (running) => ({ ticket: newTicket(running), title: 'Printer on floor 3', priority: 'low' }),
    'ticket.note.list': ({ sandbox: { world } }) => ({ ticket: String(world.state.tickets[0]?.id) }),
    'ticket.note.add': (running) => ({ ticket: newTicket(running), note: internal('Looked at it.') }),
    'ticket.assign': (running) => ({ ticket: newTicket(running), member: '24' }),
    'ticket.resolve': (running) => ({ ticket: newTicket(running), note: internal('Paper was empty.') }),
    'ticket.time.add': (running) => ({ ticket: newTicket(running), minutes: 15, note: internal('Refilled it.') }),
    'priority.list': () => ({}),
    'category.list': () => ({}),
    'contact.list': () => ({}),
    'board.list': () => ({}),
    'status.list': () => ({}),
    'member.list': () => ({}),
    'client.list': () => ({}),
    'device.list': () => ({}),
    'device.status': () => ({ device: deviceId }),
    'device.events': () => ({ device: deviceId }),
    'script.list': () => ({}),
    'script.run': () => ({ device: deviceId, script: 'restart-service', parameters: { service: 'WinRM' } }),
    'alert.list': () => ({}),
    'alert.read': ({ sandbox: { world } }) => ({ alert: world.state.alerts[0]?.uid }),
    'alert.resolve': ({ sandbox: { world } }) => {
      const device = world.device('NORTH-WS-003');
      if (!device) throw new Error('no device');
      return { alert: world.raiseAlert(device, 'disk.space').uid, reason: 'contract suite' };
    },
  },
  missing: {
    'ticket.read': { ticket: '999999' },
    'ticket.note.list': { ticket: '999999' },
    'device.status': { device: '99999' },
    'device.events': { device: '99999' },
    'alert.read': { alert: unknownUid },
  },
  wrong: [
    {
      what: 'a wrong client secret is a wrong key',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { clientSecret: 'not-the-right-secret' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a client app of another region is a wrong host',
      connection: ({ vendor }) => changedConnection(vendor, { settings: { clientId: 'app-of-another-region' } }),
      kinds: ['wrong-host'],
    },
    {
      what: 'a dead refresh token asks for a new consent',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { refreshToken: 'long-gone-refresh-token' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a machine app used as a user',
      connection: ({ vendor }) =>
        changedConnection(vendor, {
          settings: { clientId: 'sandbox-machine-app' },
          secrets: { clientSecret: 'sandbox-machine-secret-4711' },
        }),
      kinds: ['unauthenticated'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) =>
      changedConnection(vendor, {
        settings: { mode: 'machine', clientId: 'sandbox-reader-app' },
        secrets: { clientSecret: 'sandbox-reader-secret-4713' },
      }),
    capability: 'alert.resolve',
  },
  webhook: { delivery: nextDelivery, proofHeaders: ['x-mspclaw-webhook-secret'], signsBody: false },
  change: ({ sandbox: { world } }) => {
    const device = world.device('BRIGHT-WS-005');
    if (device) world.raiseAlert(device, 'service.stopped', { service: 'Spooler' });
    world.addTicket({ title: 'Opened by a person', clientId: 12 }, 'tlind');
  },
});
