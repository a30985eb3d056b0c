// Syncro keeps the connector contract, against its sandbox over real HTTP.
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { syncroMsp } from './connector.ts';
import { syncroSandbox } from './sandbox/syncro-sandbox.ts';
import { nextNotification } from './testing/syncro-bed.ts';

const note = { visibility: 'internal', body: 'Checked the spooler.' };
const freshTicket = ({ sandbox }: RunningSubject) =>
  String(sandbox.world.addTicket({ title: 'Printer down', clientId: 11, contactId: 51 }, 'tlind').id);
const freshAlert = ({ sandbox: { world } }: RunningSubject, name = 'NORTH-WS-003') => {
  const device = world.device(name);
  if (!device) throw new Error('no device');
  return String(world.raiseAlert(device, 'disk.space').id);
};
const withConnection = ({ connection }: RunningSubject, change: { settings?: object; secrets?: object }) => ({
  settings: { ...(connection.settings as object), ...change.settings },
  secrets: { ...(connection.secrets as object), ...change.secrets },
});

testConnectorContract({
  connector: syncroMsp,
  dialect: syncroSandbox,
  folder: import.meta.dirname,
  prepare: (running) => void freshAlert(running, 'ACME-DC01'),
  inputs: {
    'ticket.read': (running) => ({ ticket: freshTicket(running) }),
    'ticket.search': () => ({ isClosed: true, limit: 100 }),
    'ticket.create': () => ({ client: '11', title: 'Printer down', description: 'Nothing prints.', priority: 'high' }),
    'ticket.update': (running) => ({ ticket: freshTicket(running), status: 'In Progress', priority: 'low' }),
    'ticket.note.list': () => ({ ticket: '5001' }),
    'ticket.note.add': (running) => ({ ticket: freshTicket(running), note }),
    'ticket.assign': (running) => ({ ticket: freshTicket(running), member: '24' }),
    'ticket.resolve': (running) => ({ ticket: freshTicket(running), note }),
    'ticket.time.add': (running) => ({ ticket: freshTicket(running), minutes: 15, note }),
    'priority.list': () => ({}),
    'category.list': () => ({}),
    'contact.list': () => ({}),
    'status.list': () => ({}),
    'member.list': () => ({}),
    'client.list': () => ({}),
    'device.list': () => ({}),
    'device.status': () => ({ device: '205' }),
    'script.list': () => ({}),
    'script.run': () => ({ device: '205', script: 'restart-service', parameters: { service: 'WinRM' } }),
    'alert.list': () => ({}),
    'alert.read': ({ sandbox: { world } }) => ({ alert: String(world.state.alerts[0]?.id) }),
    'alert.resolve': (running) => ({ alert: freshAlert(running), reason: 'contract suite' }),
  },
  // the note, then the time
  inSteps: ['ticket.time.add'],
  missing: {
    'ticket.read': { ticket: '999999' },
    'ticket.note.list': { ticket: '999999' },
    'device.status': { device: '999999' },
    'alert.read': { alert: '999999' },
  },
  wrong: [
    {
      what: 'a wrong token is a wrong key',
      connection: (running) => withConnection(running, { secrets: { apiToken: 'not-the-right-token' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a host that is no Syncro is a wrong host',
      connection: (running) => withConnection(running, { settings: { host: running.sandbox.control.origin } }),
      kinds: ['wrong-host', 'not-found'],
    },
  ],
  forbidden: {
    connection: (running) => withConnection(running, { secrets: { apiToken: 'sandbox-syncro-token-0002' } }),
    capability: 'ticket.note.add',
  },
  webhook: {
    proofHeaders: [],
    signsBody: false,
    delivery: (running) => nextNotification(running, () => void freshAlert(running, 'BRIGHT-WS-004')),
  },
  change: (running) => {
    freshTicket(running);
    freshAlert(running, 'BRIGHT-WS-005');
  },
});
