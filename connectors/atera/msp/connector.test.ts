// Atera keeps the connector contract, against its sandbox over real HTTP.
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { ateraMsp } from './connector.ts';
import { ateraSandbox } from './sandbox/atera-sandbox.ts';
import type { AteraSandboxState } from './sandbox/atera-state.ts';
import { nextAutomation } from './testing/atera-bed.ts';

const note = { visibility: 'internal', body: 'Checked the spooler.' };
const freshTicket = ({ sandbox }: RunningSubject) =>
  String(sandbox.world.addTicket({ title: 'Printer down', clientId: 11, contactId: 51 }, 'tlind').id);
const freshAlert = ({ sandbox: { world } }: RunningSubject, name = 'NORTH-WS-003') => {
  const device = world.device(name);
  if (!device) throw new Error('no device');
  return String(world.raiseAlert(device, 'disk.space').id);
};
const withToken = ({ connection }: RunningSubject, apiToken: string) => ({
  settings: connection.settings,
  secrets: { apiToken },
});
const state = ({ vendor }: RunningSubject) => vendor.dialectState() as AteraSandboxState;

testConnectorContract({
  connector: ateraMsp,
  dialect: ateraSandbox,
  folder: import.meta.dirname,
  prepare: (running) => void freshAlert(running, 'ACME-DC01'),
  inputs: {
    'ticket.read': (running) => ({ ticket: freshTicket(running) }),
    'ticket.search': () => ({ isClosed: true, limit: 100 }),
    'ticket.create': () => ({ client: '11', title: 'Printer down', description: 'Nothing prints.', priority: 'high' }),
    'ticket.update': (running) => ({ ticket: freshTicket(running), status: 'Pending', priority: 'low' }),
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
      what: 'a wrong key of the old kind is a wrong key',
      connection: (running) => withToken(running, 'not-the-right-key-of-the-account'),
      kinds: ['unauthenticated'],
    },
    {
      what: 'an expired token of the new kind is said to be perhaps expired',
      connection: (running) => withToken(running, `${state(running).token}-of-last-year`),
      kinds: ['unauthenticated'],
    },
    {
      what: 'an address that is no Atera',
      connection: ({ sandbox, connection }) => ({
        ...connection,
        settings: { ...(connection.settings as object), host: sandbox.control.origin },
      }),
      kinds: ['not-found', 'wrong-host', 'bad-answer'],
    },
  ],
  forbidden: {
    connection: (running) => withToken(running, state(running).readOnlyToken),
    capability: 'ticket.note.add',
  },
  webhook: {
    proofHeaders: [],
    signsBody: false,
    delivery: (running) => nextAutomation(running, () => void freshTicket(running)),
  },
  change: (running) => {
    freshTicket(running);
    freshAlert(running, 'BRIGHT-WS-005');
  },
});
