// The contract suite, then what holds for every call to ConnectWise PSA: its address, its refusals.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSubject, testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listClient } from './capabilities/list-client.ts';
import { listStatus } from './capabilities/list-status.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { askPsa, type PsaContext } from './client.ts';
import { connectwisePsa } from './connector.ts';
import { startCallbackReceiver } from './sandbox/callback-receiver.ts';
import { connectwisePsaSandbox } from './sandbox/connectwise-psa-sandbox.ts';
import { errorOf, type PsaHarness, startPsaHarness } from './testing/psa-harness.ts';
import { registerCallback } from './triggers/register-callback.ts';
import { ticketShape } from './vendor-shapes.ts';

let psa: PsaHarness;
beforeEach(async () => {
  psa = await startPsaHarness();
});
afterEach(() => psa.close());

const tag = { tag: 'mspclaw:run-1:fix.note:1' };
const _query = { ...tag, notBefore: new Date('2026-11-20T07:00:00Z') };
const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const open = (title = 'Printer down', client = '11') =>
  createTicket.run(psa.context(), { client, title }, { tag: `mspclaw:seed:${psa.sent.length}:1` });
const writes = () => psa.sandbox.exchanges.filter((one) => one.method !== 'GET' && !one.path.endsWith('/search'));
const _lastWrite = () => JSON.parse(writes().at(-1)?.requestText ?? 'null');

const withSettings = (running: RunningSubject, settings: object) => ({
  settings: { ...(running.connection.settings as object), ...settings },
  secrets: running.connection.secrets,
});
const withKeys = (running: RunningSubject, publicKey: string, privateKey: string) => ({
  settings: running.connection.settings,
  secrets: { publicKey, privateKey },
});
const freshTicket = ({ sandbox }: RunningSubject) =>
  String(sandbox.world.addTicket({ title: 'Printer down', clientId: 11 }, 'tlind').id);

testConnectorContract({
  connector: connectwisePsa,
  dialect: connectwisePsaSandbox,
  folder: import.meta.dirname,
  inputs: {
    'ticket.read': (running) => ({ ticket: freshTicket(running) }),
    'ticket.search': () => ({ isClosed: true, limit: 100 }),
    'ticket.create': () => ({ client: '11', title: 'Printer down', description: 'Nothing prints.', priority: 'high' }),
    'ticket.update': (running) => ({ ticket: freshTicket(running), status: 'In Progress', priority: 'low' }),
    'ticket.note.list': () => ({ ticket: '5001' }),
    'ticket.note.add': (running) => ({ ticket: freshTicket(running), note: internal('Checked the spooler.') }),
    'ticket.assign': (running) => ({ ticket: freshTicket(running), member: 'mreyes' }),
    'ticket.resolve': (running) => ({ ticket: freshTicket(running), note: internal('Restarted the spooler.') }),
    'ticket.time.add': (running) => ({ ticket: freshTicket(running), minutes: 15, note: internal('Looked at it.') }),
    'priority.list': () => ({}),
    'category.list': () => ({}),
    'contact.list': () => ({ limit: 100 }),
    'device.list': () => ({ limit: 100 }),
    'board.list': () => ({}),
    'status.list': () => ({}),
    'member.list': () => ({ limit: 100 }),
    'client.list': () => ({ limit: 100 }),
  },
  missing: { 'ticket.read': { ticket: '999999' }, 'ticket.note.list': { ticket: '999999' } },
  wrong: [
    {
      what: 'the private key is wrong',
      connection: (running) => withKeys(running, 'DemoPublicKey001', 'not-the-right-key'),
      kinds: ['unauthenticated'],
    },
    {
      what: 'the company does not exist there',
      connection: (running) => withSettings(running, { companyId: 'nobody' }),
      kinds: ['wrong-host'],
    },
    {
      what: 'the clientId is not known',
      connection: (running) => withSettings(running, { clientId: '00000000-0000-4000-8000-000000000000' }),
      kinds: ['unauthenticated'],
    },
    {
      what: 'the host is no ConnectWise',
      connection: ({ sandbox, connection }) => ({
        ...connection,
        settings: { ...(connection.settings as object), site: sandbox.control.origin },
      }),
      kinds: ['wrong-host'],
    },
  ],
  forbidden: {
    connection: (running) => withKeys(running, 'DemoPublicKey002', 'DemoPrivateKey002'),
    capability: 'ticket.note.add',
  },
  webhook: {
    proofHeaders: ['x-content-signature'],
    signsBody: true,
    delivery: async (running) => {
      const receiver = await startCallbackReceiver();
      const context = testContext(connectwisePsa, running.connection) as PsaContext;
      await registerCallback(context, receiver.url);
      freshTicket(running);
      const [first] = await receiver.received(1);
      await receiver.close();
      if (!first) throw new Error('The sandbox sent no callback.');
      return first;
    },
  },
  change: (running) => void freshTicket(running),
});

describe('every call', () => {
  it('carries the clientId, the pinned model version and the login of company+key', async () => {
    await listStatus.run(psa.context(), {}, tag);
    const calls = psa.sent.filter((request) => request.url.includes('/apis/3.0'));
    expect(calls.length).toBeGreaterThan(1);
    for (const { headers } of calls) {
      expect(headers?.clientId).toBe(psa.state.clientId);
      expect(headers?.accept).toBe('application/vnd.connectwise.com+json; version=2025.1');
      expect(atob(headers?.authorization?.slice('Basic '.length) ?? '')).toBe(
        'mspdemo+DemoPublicKey001:DemoPrivateKey001',
      );
    }
  });

  it('finds its codebase by companyinfo, once for all calls', async () => {
    const context = psa.context();
    await listStatus.run(context, {}, tag);
    await listClient.run(context, { limit: 10 }, tag);
    expect(psa.sent.filter((request) => request.url.includes('companyinfo'))).toHaveLength(1);
    expect(psa.sent.at(-1)?.url).toContain('/v2026_1/apis/3.0/');
  });
});

describe('a cloud upgrade', () => {
  it('makes a read look up the codebase again and go once more', async () => {
    const context = psa.context();
    const ticket = await open();
    await readTicket.run(context, { ticket: ticket.id }, tag);
    psa.state.codebase = 'v2026_2';
    expect((await readTicket.run(context, { ticket: ticket.id }, tag)).id).toBe(ticket.id);
    expect(psa.sent.at(-1)?.url).toContain('/v2026_2/');
  });

  it('never sends a change twice: it fails, and the next one arrives', async () => {
    const context = psa.context();
    const { id } = await open();
    await readTicket.run(context, { ticket: id }, tag);
    psa.state.codebase = 'v2026_2';
    psa.sent.length = 0;
    const error = await errorOf(addTicketNote.run(context, { ticket: id, note: internal('hello') }, tag));
    expect(error).toMatchObject({ kind: 'not-found', maybeApplied: false });
    expect(psa.sent.filter((request) => request.mutates)).toHaveLength(1);
    expect((await addTicketNote.run(context, { ticket: id, note: internal('hello') }, tag)).text).toContain('hello');
  });

  it('a record that is really gone costs one lookup and no second read', async () => {
    const context = psa.context();
    const error = await errorOf(readTicket.run(context, { ticket: '999999' }, tag));
    expect(error).toMatchObject({ kind: 'not-found', status: 404 });
    expect(psa.sent.filter((request) => request.url.includes('/service/tickets/999999'))).toHaveLength(1);
  });
});

describe('refusals', () => {
  const read = () => errorOf(readTicket.run(psa.context(), { ticket: '5001' }, tag));

  it('429 waits as long as ConnectWise asks', async () => {
    psa.sandbox.addFault({ kind: 'status', status: 429, retryAfterSeconds: 30, path: '/service', requests: 1 });
    expect(await read()).toMatchObject({
      kind: 'rate-limited',
      retryable: true,
      retryAfterMs: 30_000,
      maybeApplied: false,
    });
  });

  it('text that is not JSON and says "Cannot" means the clientId', async () => {
    const context = psa.context();
    const honest = context.send;
    context.send = (request) => honest({ ...request, headers: { ...request.headers, clientId: '' } });
    const error = await errorOf(readTicket.run(context, { ticket: '5001' }, tag));
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toMatch(/clientId is missing/);
  });

  it('403 names the security role', async () => {
    psa.state.deniedPaths.push('/service/tickets');
    const error = await read();
    expect(error.kind).toBe('forbidden');
    expect(error.message).toMatch(/security role/i);
  });

  it('a 500 about a Boolean points at a damaged record', async () => {
    const context = psa.context();
    const honest = context.send;
    context.send = async (request) =>
      request.url.includes('/service/')
        ? {
            status: 500,
            headers: {},
            text: '',
            json: { code: 'ConnectWiseApi', message: 'String was not recognized as a valid Boolean.' },
          }
        : honest(request);
    const error = await errorOf(readTicket.run(context, { ticket: '5001' }, tag));
    expect(error.kind).toBe('unavailable');
    expect(error.message).toMatch(/damaged record/);
  });

  it('a 404 on the cloud says that the key may be the reason', async () => {
    const context = psa.context({ settings: { site: 'na.myconnectwise.net', codebase: 'v4_6_release' } });
    context.send = async () => ({
      status: 404,
      headers: {},
      text: '',
      json: { code: 'NotFound', message: 'Not found' },
    });
    expect((await errorOf(readTicket.run(context, { ticket: '1' }, tag))).message).toMatch(
      /key is wrong or may not see it/,
    );
  });

  it('"SSL is required." means a host without "api-"', async () => {
    const context = psa.context({ settings: { codebase: 'v4_6_release' } });
    context.send = async () => ({
      status: 401,
      headers: {},
      text: '',
      json: { code: 'Security', message: 'SSL is required.' },
    });
    expect(await errorOf(readTicket.run(context, { ticket: '1' }, tag))).toMatchObject({ kind: 'wrong-host' });
  });

  it('no error carries a key, not even one that the server echoes', async () => {
    const context = psa.context({ settings: { codebase: 'v4_6_release' } });
    const login = btoa('mspdemo+DemoPublicKey001:DemoPrivateKey001');
    context.send = async () => ({
      status: 400,
      headers: {},
      text: '',
      json: { code: 'x', message: `bad request with DemoPrivateKey001 and Basic ${login}` },
    });
    const error = await errorOf(readTicket.run(context, { ticket: '1' }, tag));
    const seen = JSON.stringify([error.message, error.detail]);
    expect(seen).not.toContain('DemoPrivateKey001');
    expect(seen).not.toContain(login);
  });

  it('an answer of another shape is not taken for a ticket', async () => {
    const context = psa.context({ settings: { codebase: 'v4_6_release' } });
    context.send = async () => ({ status: 200, headers: {}, text: '<html>', json: undefined });
    expect(await errorOf(readTicket.run(context, { ticket: '1' }, tag))).toMatchObject({ kind: 'bad-answer' });
    const call = { method: 'PATCH' as const, path: '/service/tickets/1', json: [], action: 'change' };
    expect(await errorOf(askPsa(context, ticketShape, call))).toMatchObject({ kind: 'bad-answer', maybeApplied: true });
  });

  it.each(['', '0', '-1', '1.5', '1 or id > 0', '../boards/1', '99999999999'])(
    '"%s" is no ticket number: nothing is sent',
    async (ticket) => {
      await expect(readTicket.run(psa.context(), { ticket }, tag)).rejects.toThrow(
        /not the number of a ConnectWise ticket/,
      );
      expect(psa.sent).toHaveLength(0);
    },
  );
});
