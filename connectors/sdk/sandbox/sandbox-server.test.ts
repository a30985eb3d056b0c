// The server of dialects, over real HTTP with a dialect of two routes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { defineSandbox } from './sandbox-dialect.ts';
import { matchPath } from './sandbox-server.ts';
import { type Sandbox, startSandbox } from './start-sandbox.ts';

const dialect = defineSandbox<{ hits: number }>({
  connector: 'test/rmm',
  initialState: () => ({ hits: 0 }),
  authorise: (request) => (request.headers.authorization === 'Bearer good' ? null : { status: 401, json: { no: 1 } }),
  routes: [
    { method: 'GET', path: '/open', isOpen: true, handle: () => ({ status: 200, text: 'hello' }) },
    {
      method: 'POST',
      path: '/things/:name',
      handle: async (request, { state }) => {
        state.hits++;
        return {
          status: 201,
          json: { name: request.params.name, parts: await request.multipart(), body: request.json() ?? null },
        };
      },
    },
  ],
  notFound: (request) => ({ status: 404, json: { path: request.path } }),
  failure: (status) => ({ status, json: { failed: status } }),
  onEvent: (event, { deliver }) => {
    if (event.type !== 'ticket-added') return;
    deliver({
      url: event.ticket.externalKey ?? '',
      headers: {},
      body: '{}',
      timeoutMs: 500,
      retryAfterMs: [10],
      isRetried: (status) => status === null,
    });
  },
  connection: (origin) => ({ settings: { host: origin }, secrets: {} }),
});

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ vendors: [{ dialect }] });
});
afterEach(() => sandbox.close());

const vendor = () => {
  const found = sandbox.vendors['test/rmm'];
  if (!found) throw new Error('no vendor');
  return found;
};
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${vendor().origin}${path}`, { ...init, headers: { authorization: 'Bearer good', ...init.headers } });
const control = async (method: string, path: string, body?: unknown) => {
  const init: RequestInit = { method };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await fetch(`${sandbox.control.origin}/__sandbox/${path}`, init);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

describe('routing', () => {
  it('matches whole paths only and reads parameters', () => {
    expect(matchPath('/v2/device/:id/alerts', '/v2/device/7/alerts')).toEqual({ id: '7' });
    for (const path of ['/v2/device//alerts', '/v2/device/7', '/v2/device/7/alerts/', '/V2/device/7/alerts']) {
      expect(matchPath('/v2/device/:id/alerts', path), path).toBeNull();
    }
  });
  it('asks for credentials everywhere but on open routes, also where nothing is', async () => {
    expect((await ask('/open', { headers: { authorization: '' } })).status).toBe(200);
    expect((await ask('/nowhere', { headers: { authorization: '' } })).status).toBe(401);
    expect((await ask('/nowhere')).status).toBe(404);
  });
  it('records each exchange without its credentials', async () => {
    const form = new FormData();
    form.set('comment', '{"a":1}');
    const answer = await ask('/things/a%20b?x=1', { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ name: 'a b', parts: [{ name: 'comment', content: '{"a":1}' }] });
    expect(vendor().exchanges.at(-1)).toMatchObject({
      method: 'POST',
      path: '/things/a b',
      query: [['x', '1']],
      status: 201,
      isFault: false,
    });
    expect(JSON.stringify(vendor().exchanges)).not.toContain('Bearer good');
  });
});

describe('faults', () => {
  const post = () => ask('/things/x', { method: 'POST', body: '{}' });
  const hits = () => (vendor().dialectState() as { hits: number }).hits;

  it('before: the vendor did nothing; after: it acted and still says no', async () => {
    vendor().addFault({ kind: 'status', status: 503, requests: 1, retryAfterSeconds: 9 });
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after'), hits()]).toEqual([503, '9', 0]);
    vendor().addFault({ kind: 'status', status: 500, when: 'after', requests: 1 });
    expect([(await post()).status, hits()]).toEqual([500, 1]);
    expect([(await post()).status, hits()]).toEqual([201, 2]);
  });
  it('drop: the line is cut, before or after acting', async () => {
    vendor().addFault({ kind: 'drop', requests: 1 });
    await expect(post()).rejects.toThrow();
    expect(hits()).toBe(0);
    vendor().addFault({ kind: 'drop', when: 'after', requests: 1 });
    await expect(post()).rejects.toThrow();
    expect(hits()).toBe(1);
  });
  it('hits only the method and path it is for, and ends by time', async () => {
    vendor().addFault({ kind: 'html', status: 200, method: 'POST', path: '/things/y', forMs: 60_000 });
    expect((await post()).status).toBe(201);
    expect(await (await ask('/things/y', { method: 'POST' })).text()).toMatch(/too many requests/i);
    vendor().clearFaults();
    expect((await ask('/things/y', { method: 'POST' })).status).toBe(201);
  });
});

describe('control', () => {
  it('raises a story, reads the device back, sets dials, resets', async () => {
    const raised = await control('POST', 'alerts', { story: 'powershell-simple' });
    expect(raised.json).toMatchObject({ kind: 'process.crash', deviceId: sandbox.world.device('ACME-WS-014')?.id });
    const device = await control('GET', 'devices/ACME-WS-014');
    expect(JSON.stringify(device.json)).toContain('"stopped"');
    expect((await control('POST', 'dials', { scriptLagMs: 5 })).json).toMatchObject({ scriptLagMs: 5 });
    await control('POST', 'reset', { seed: 3 });
    expect([sandbox.world.state.alerts.length, sandbox.world.state.seed]).toEqual([0, 3]);
  });
  it('injects faults into the vendor it names, and takes them back', async () => {
    await control('POST', 'faults', { connector: 'test/rmm', kind: 'status', status: 503 });
    expect((await ask('/open')).status).toBe(503);
    await control('DELETE', 'faults');
    expect((await ask('/open')).status).toBe(200);
  });
  it.each([
    ['alerts', { story: 'no-such-story' }],
    ['alerts', { device: 'NOBODY', kind: 'disk.space' }],
    ['alerts', { device: 'ACME-WS-014', kind: 'nonsense' }],
    ['faults', { connector: 'no/vendor', kind: 'drop' }],
    ['quirks', { connector: 'test/rmm', whatever: true }],
    ['dials', { unknownDial: 1 }],
  ])('says what is wrong with %s %j', async (path, body) => {
    const answer = await control('POST', path, body);
    expect(answer.status).toBe(400);
    expect(String(answer.json.error).length).toBeGreaterThan(5);
  });
  it('is not reachable through the vendor port', async () => {
    expect((await ask('/__sandbox/state')).status).toBe(404);
  });
});

describe('webhooks', () => {
  it("are tried again by the vendor's own rule, in order, and logged", async () => {
    const ticket = { title: 'x', clientId: 11, externalKey: 'http://127.0.0.1:1/hook' };
    sandbox.world.addTicket(ticket, 'system');
    const log = await eventually(
      () => (vendor().deliveries.log.length >= 2 ? vendor().deliveries.log : undefined),
      'two tries',
    );
    expect(log.map((entry) => [entry.attempt, entry.status])).toEqual([
      [1, null],
      [2, null],
    ]);
    await vendor().deliveries.idle();
    expect(vendor().deliveries.log.length).toBe(2);
  });
});
