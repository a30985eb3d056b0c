// Kaseya BMS keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { kaseyaBms } from './connector.ts';
import { bmsSandbox } from './sandbox/bms-sandbox.ts';
import { freshTicket } from './testing/bms-bed.ts';
import { nextDelivery } from './testing/next-delivery.ts';

const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const ticket = ({ sandbox }: RunningSubject) => ({ ticket: freshTicket(sandbox.world) });

testConnectorContract({
  connector: kaseyaBms,
  dialect: bmsSandbox,
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
    'category.list': () => ({}),
    'contact.list': () => ({}),
    'board.list': () => ({}),
    'status.list': () => ({}),
    'member.list': () => ({}),
    'client.list': () => ({}),
    'device.list': () => ({}),
  },
  missing: { 'ticket.read': { ticket: '999999' }, 'ticket.note.list': { ticket: '999999' } },
  wrong: [
    {
      what: 'the password is wrong',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { password: 'not-the-right-password' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'the company name is written otherwise',
      connection: ({ vendor }) => changedConnection(vendor, { settings: { tenant: 'msp demo' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'the host is no BMS',
      connection: ({ vendor, sandbox }) => changedConnection(vendor, { settings: { host: sandbox.control.origin } }),
      kinds: ['wrong-host'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) =>
      changedConnection(vendor, {
        settings: { userName: 'reader@msp.example' },
        secrets: { password: 'bms-reader-password-4712' },
      }),
    capability: 'ticket.note.add',
  },
  webhook: { delivery: (running) => nextDelivery(running, 'base64'), proofHeaders: ['x-signature'], signsBody: true },
  change: ({ sandbox }) => void freshTicket(sandbox.world),
});
