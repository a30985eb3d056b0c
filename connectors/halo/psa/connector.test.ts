// Halo keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { haloPsa } from './connector.ts';
import { haloSandbox } from './sandbox/halo-sandbox.ts';
import { freshTicket } from './testing/halo-bed.ts';
import { nextDelivery } from './testing/next-delivery.ts';

const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const ticket = ({ sandbox }: RunningSubject) => ({ ticket: freshTicket(sandbox.world) });

testConnectorContract({
  connector: haloPsa,
  dialect: haloSandbox,
  folder: import.meta.dirname,
  inputs: {
    'ticket.read': ticket,
    'ticket.search': () => ({ isClosed: true }),
    'ticket.create': () => ({
      client: '11',
      title: 'Printer down',
      description: 'Nothing prints.',
      priority: 'high',
      contact: '51',
    }),
    'ticket.update': (running) => ({
      ...ticket(running),
      title: 'Printer on fire',
      status: 'In Progress',
      priority: 'low',
    }),
    'ticket.note.list': () => ({ ticket: '5001' }),
    'ticket.note.add': (running) => ({ ...ticket(running), note: internal('Checked the spooler.') }),
    'ticket.assign': (running) => ({ ...ticket(running), member: 'mreyes@msp.example' }),
    'ticket.resolve': (running) => ({ ...ticket(running), note: internal('Restarted the spooler.') }),
    'ticket.time.add': (running) => ({ ...ticket(running), minutes: 25, note: internal('Looked at the spooler.') }),
    'priority.list': () => ({}),
    'category.list': () => ({ board: '1' }),
    'contact.list': () => ({}),
    'board.list': () => ({}),
    'status.list': () => ({ board: '1' }),
    'member.list': () => ({}),
    'client.list': () => ({}),
    'device.list': () => ({}),
  },
  missing: { 'ticket.read': { ticket: '999999' }, 'ticket.note.list': { ticket: '999999' } },
  wrong: [
    {
      what: 'the client secret is wrong',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { clientSecret: 'not-the-right-secret' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'the tenant does not exist',
      connection: ({ vendor }) => changedConnection(vendor, { settings: { tenant: 'nobody' } }),
      kinds: ['wrong-host'],
    },
    {
      what: 'the application lacks the scopes',
      connection: ({ vendor }) => changedConnection(vendor, { settings: { scope: 'read:everything' } }),
      kinds: ['forbidden'],
    },
    {
      what: 'the host is no Halo',
      connection: ({ vendor, sandbox }) => changedConnection(vendor, { settings: { site: sandbox.control.origin } }),
      kinds: ['wrong-host'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) =>
      changedConnection(vendor, {
        settings: { clientId: 'halo-reader-app' },
        secrets: { clientSecret: 'halo-reader-secret-4712' },
      }),
    capability: 'ticket.note.add',
  },
  webhook: { delivery: nextDelivery, proofHeaders: ['authorization'], signsBody: false },
  change: ({ sandbox }) => void freshTicket(sandbox.world),
});
