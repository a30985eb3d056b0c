// ConnectWise RMM keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { connectwiseRmm } from './connector.ts';
import { toUuid } from './sandbox/asio-ids.ts';
import { connectwiseRmmSandbox } from './sandbox/connectwise-rmm-sandbox.ts';
import { deviceId } from './testing/asio-harness.ts';

const device = deviceId(205, 11);
const client = toUuid('company', 11);
const noTicket = toUuid('ticket', 9_999_999);
const note = { visibility: 'internal', body: 'Looked at it.', notify: false };
const ticket = ({ sandbox: { world } }: RunningSubject) =>
  toUuid('ticket', world.addTicket({ title: 'Printer offline', clientId: 11 }, 'system').id);

testConnectorContract({
  connector: connectwiseRmm,
  dialect: connectwiseRmmSandbox,
  folder: import.meta.dirname,
  inputs: {
    'client.list': () => ({}),
    'device.list': () => ({}),
    'device.status': () => ({ device }),
    'script.list': () => ({}),
    'script.run': () => ({ device, script: 'restart-service', parameters: { service: 'WinRM' } }),
    'ticket.read': (running) => ({ ticket: ticket(running) }),
    'ticket.search': () => ({ isClosed: true }),
    'ticket.create': () => ({ client, title: 'Disk almost full', description: 'C: has 4 % left.', priority: 'high' }),
    'ticket.update': (running) => ({ ticket: ticket(running), status: 'In Progress', priority: 'low' }),
    'ticket.assign': (running) => ({ ticket: ticket(running), member: toUuid('person', 24) }),
    'ticket.resolve': (running) => ({ ticket: ticket(running), note }),
    'ticket.note.list': ({ sandbox: { world } }) => {
      const { id } = world.addTicket({ title: 'With a note', clientId: 11 }, 'system');
      const found = world.state.tickets.find((one) => one.id === id);
      if (found) world.addNote(found, { visibility: 'internal', text: 'Looked at it.' }, 'mreyes');
      return { ticket: toUuid('ticket', id) };
    },
    'ticket.note.add': (running) => ({ ticket: ticket(running), note }),
    'board.list': () => ({}),
    'status.list': () => ({}),
    'priority.list': () => ({}),
    'category.list': () => ({}),
  },
  missing: {
    'device.status': { device: deviceId(999, 11) },
    'ticket.read': { ticket: noTicket },
    'ticket.note.list': { ticket: noTicket },
  },
  wrong: [
    {
      what: 'a wrong client secret is a wrong key',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { clientSecret: 'not-the-right-secret' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a scope that the key does not own is named',
      connection: ({ vendor }) => changedConnection(vendor, { settings: { scopes: 'platform.policies.read' } }),
      kinds: ['forbidden'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) =>
      changedConnection(vendor, {
        settings: { clientId: 'sandbox-asio-reader', scopes: 'platform.companies.read platform.devices.read' },
        secrets: { clientSecret: 'sandbox-asio-secret-6102' },
      }),
    capability: 'ticket.read',
  },
  change: ({ sandbox: { world } }) => {
    world.addTicket({ title: 'Something new', clientId: 12 }, 'system');
  },
});
