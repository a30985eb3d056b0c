// SuperOps keeps the connector contract, against its sandbox over real HTTP.
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { superopsMsp } from './connector.ts';
import { superopsSandbox } from './sandbox/superops-sandbox.ts';
import { vendorId } from './sandbox/vendor-ids.ts';

const client = vendorId('client', 11);
const asset = vendorId('asset', 205);
const nowhere = '7928838372746999999';
const note = { visibility: 'internal', body: 'Checked the spooler.' };

const freshTicket = ({ sandbox }: RunningSubject) =>
  vendorId('ticket', sandbox.world.addTicket({ title: 'Printer down', clientId: 11, contactId: 51 }, 'tlind').id);
const freshAlert = ({ sandbox: { world } }: RunningSubject, name = 'NORTH-WS-003') => {
  const device = world.device(name);
  if (!device) throw new Error('no device');
  return vendorId('alert', world.raiseAlert(device, 'disk.space').id);
};
const withConnection = ({ connection }: RunningSubject, change: { settings?: object; secrets?: object }) => ({
  settings: { ...(connection.settings as object), ...change.settings },
  secrets: { ...(connection.secrets as object), ...change.secrets },
});

testConnectorContract({
  connector: superopsMsp,
  dialect: superopsSandbox,
  folder: import.meta.dirname,
  prepare: (running) => void freshAlert(running, 'ACME-DC01'),
  inputs: {
    'ticket.read': (running) => ({ ticket: freshTicket(running) }),
    'ticket.search': () => ({ isClosed: true, limit: 100 }),
    'ticket.create': () => ({ client, title: 'Printer down', description: 'Nothing prints.', priority: 'high' }),
    'ticket.update': (running) => ({ ticket: freshTicket(running), status: 'In Progress', priority: 'low' }),
    'ticket.note.list': () => ({ ticket: vendorId('ticket', 5_001) }),
    'ticket.note.add': (running) => ({ ticket: freshTicket(running), note }),
    'ticket.assign': (running) => ({ ticket: freshTicket(running), member: vendorId('person', 24) }),
    'ticket.resolve': (running) => ({ ticket: freshTicket(running), note }),
    'ticket.time.add': (running) => ({ ticket: freshTicket(running), minutes: 15, note }),
    'priority.list': () => ({}),
    'category.list': () => ({}),
    'contact.list': () => ({}),
    'board.list': () => ({}),
    'status.list': () => ({}),
    'member.list': () => ({}),
    'client.list': () => ({}),
    'device.list': () => ({}),
    'device.status': () => ({ device: asset }),
    'device.events': () => ({ device: asset }),
    'script.list': () => ({}),
    'script.run': () => ({ device: asset, script: 'restart-service', parameters: { service: 'WinRM' } }),
    'alert.list': () => ({}),
    'alert.read': ({ sandbox: { world } }) => ({ alert: vendorId('alert', world.state.alerts[0]?.id ?? 0) }),
    'alert.resolve': (running) => ({ alert: freshAlert(running), reason: 'contract suite' }),
  },
  // the note, then the time
  inSteps: ['ticket.time.add'],
  missing: {
    'ticket.read': { ticket: nowhere },
    'ticket.note.list': { ticket: nowhere },
    'device.status': { device: nowhere },
    'device.events': { device: nowhere },
    'alert.read': { alert: nowhere },
  },
  wrong: [
    {
      what: 'a token that a newer one has ended is a wrong key',
      connection: (running) => withConnection(running, { secrets: { apiToken: 'an-older-token-of-the-user' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a subdomain nobody has is a wrong host',
      connection: (running) => withConnection(running, { settings: { subdomain: 'nobody' } }),
      kinds: ['wrong-host'],
    },
    {
      what: 'the other edition does not answer',
      connection: (running) => withConnection(running, { settings: { edition: 'it' } }),
      kinds: ['not-found', 'wrong-host'],
    },
  ],
  forbidden: {
    connection: (running) => withConnection(running, { secrets: { apiToken: 'sandbox-superops-token-0002' } }),
    capability: 'ticket.note.add',
  },
  change: (running) => {
    freshTicket(running);
    freshAlert(running, 'BRIGHT-WS-005');
  },
});
