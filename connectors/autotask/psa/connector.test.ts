// Autotask PSA keeps the connector contract, against its sandbox over real HTTP.
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { autotaskPsa } from './connector.ts';
import { autotaskSandbox } from './sandbox/autotask-sandbox.ts';
import { internal } from './testing/autotask-bed.ts';

const freshTicket = ({ sandbox }: RunningSubject) =>
  String(sandbox.world.addTicket({ title: 'Printer down', clientId: 11 }, 'tlind').id);

testConnectorContract({
  connector: autotaskPsa,
  dialect: autotaskSandbox,
  folder: import.meta.dirname,
  inputs: {
    'ticket.read': (running) => ({ ticket: freshTicket(running) }),
    'ticket.search': () => ({ isClosed: true }),
    'ticket.create': () => ({
      client: '11',
      title: 'Printer down',
      description: 'Nothing prints.',
      priority: 'high',
      category: 'Endpoint / PowerShell',
    }),
    'ticket.update': (running) => ({ ticket: freshTicket(running), status: 'In Progress', priority: 'low' }),
    'ticket.note.list': () => ({ ticket: '5001' }),
    'ticket.note.add': (running) => ({ ticket: freshTicket(running), note: internal('Checked the spooler.') }),
    'ticket.assign': (running) => ({ ticket: freshTicket(running), member: '24' }),
    'ticket.resolve': (running) => ({ ticket: freshTicket(running), note: internal('Restarted the spooler.') }),
    'ticket.time.add': (running) => ({ ticket: freshTicket(running), minutes: 25, note: internal('Looked at it.') }),
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
      what: 'a wrong secret is a wrong key',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { secret: 'not-the-right-secret' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a wrong tracking identifier is a wrong key',
      connection: ({ vendor }) => changedConnection(vendor, { secrets: { integrationCode: 'NOTATRACKINGCODE' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a user that no zone knows is a wrong user',
      connection: ({ vendor }) => changedConnection(vendor, { settings: { userName: 'nobody@msp.example' } }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a host that is no Autotask',
      connection: ({ vendor, sandbox }) =>
        changedConnection(vendor, { settings: { discoveryHost: sandbox.control.origin } }),
      kinds: ['not-found', 'wrong-host', 'bad-answer', 'unsupported'],
    },
  ],
  forbidden: {
    connection: ({ vendor }) => changedConnection(vendor, { settings: { userName: 'reader@msp.example' } }),
    capability: 'ticket.note.add',
  },
  webhook: {
    proofHeaders: ['x-hook-signature'],
    signsBody: true,
    delivery: async (running) => {
      const receiver = await startWebhookReceiver();
      try {
        await autotaskPsa.triggers.webhook?.register?.(testContext(autotaskPsa, running.connection), receiver.url);
        freshTicket(running);
        return await eventually(() => receiver.caught[0], 'the ticket is told');
      } finally {
        await receiver.close();
      }
    },
  },
  change: (running) => void freshTicket(running),
});
