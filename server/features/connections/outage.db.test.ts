// A real sandbox vendor goes down and comes back while another one works: hooks go on arriving at the real receiver, the
// real inbox worker drains them through the real bus. Nothing is lost, nothing twice, nobody else waits.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxes } from '#connectors/registry.gen.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { registeredConnectors } from '#server/bus/registry.ts';
import { announceCall, createTestRun, testKeyring } from '#server/bus/testing/bus-harness.ts';
import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import { createTestOrg } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { makeRuntimeDatabase } from '#server/runtime/testing/runtime-database.ts';
import { incidentDeps } from '../incidents/testing/incident-fixture.ts';
import { acceptHints } from '../ingest/accept-hints.ts';
import { ConnectionRoutes } from '../ingest/connection-routes.ts';
import { type InboxWorker, startInboxWorker } from '../ingest/inbox-worker.ts';
import { makeIngestListener } from '../ingest/node-http.ts';
import { makeStoreDeliveries } from '../ingest/store-deliveries.ts';
import { WebhookBatcher } from '../ingest/webhook-batcher.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { createConnection } from './create-connection.ts';
import { pollConnections } from './poll-connections.ts';
import { readConnectionHealth } from './read-connection-health.ts';
import { registerWebhook } from './set-up-webhook.ts';
import { syncConnection } from './sync-connection.ts';
import { readWebhookArrival, testWebhook } from './test-webhook.ts';

// one of its own: the worker drains every org there is
let database: Database;
let keyring: OrgKeyring;
const log = { warn: () => {} };
let sandbox: Sandbox;
let psa: VendorSandbox;
let bus: Bus;
let deps: ConnectionsDeps;
let server: http.Server;
let worker: InboxWorker;
let tenant: TenantContext;
let psaId: string;
let rmmId: string;

beforeAll(async () => {
  database = (await makeRuntimeDatabase()).database;
  keyring = testKeyring(database);
  const ids = ['connectwise/psa', 'ninjaone/rmm'] as const;
  const dialects = await Promise.all(
    ids.map(async (id) => {
      const load = sandboxes[id];
      if (!load) throw new Error(`no dialect of ${id}`);
      return { dialect: await load() };
    }),
  );
  sandbox = await startSandbox({ vendors: dialects, dials: { scriptLagMs: 0, feedLagMs: 0, settleMs: 0 } });
  psa = vendorOf('connectwise/psa');
  const circuit = { failuresToOpen: 3, firstOpenMs: 400, longestOpenMs: 800, probeMs: 400 };
  // it stays with one at a time, so that the order can be told
  const slow = { circuit, widenEveryMs: 3_600_000 };
  bus = createBus({ database, keyring, connectors: registeredConnectors, allowPrivateHosts: undefined, ...slow });
  const accept = {
    routes: new ConnectionRoutes({ database }),
    verifier: bus.webhooks,
    batcher: new WebhookBatcher({ store: makeStoreDeliveries(database) }),
    maxBodyBytes: 262_144,
    deadlineMs: 5_000,
    log,
  };
  server = http.createServer(
    makeIngestListener({ accept, next: (_request, response) => response.writeHead(404).end() }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  deps = { database, keyring, vendors: bus.gateway, baseUrl, now: () => new Date() };
  tenant = await createTestOrg(database);
  psaId = await connect('connectwise/psa');
  rmmId = await connect('ninjaone/rmm');
  worker = startInboxWorker(
    { database, verifier: bus.webhooks, reader: bus.entities, incidents: incidentDeps(database), log },
    { idleMs: 20 },
  );
}, 60_000);
afterAll(async () => {
  await worker?.stop();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  await bus?.close();
  await sandbox?.close();
  await database?.close();
}, 30_000);

function vendorOf(id: string): VendorSandbox {
  const vendor = sandbox.vendors[id];
  if (!vendor) throw new Error(`no sandbox of ${id}`);
  return vendor;
}

async function connect(connector: string): Promise<string> {
  const { settings, secrets } = vendorOf(connector).connection();
  const texts = (values: unknown) => values as Record<string, string>;
  const input = { connector, name: connector, settings: texts(settings), secrets: texts(secrets), skipTest: false };
  const made = await createConnection(tenant, input, deps, { controlUrl: `${sandbox.control.origin}/__sandbox` });
  await syncConnection(tenant, made, deps);
  await registerWebhook(tenant, made, deps);
  return made.connectionId;
}
async function openTicket(title: string): Promise<void> {
  const made = await fetch(`${sandbox.control.origin}/__sandbox/tickets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title, client: 'Acme Manufacturing' }),
  });
  expect(made.status).toBe(200);
}
const events = (connectionId: string, state?: 'done' | 'pending' | 'dead') =>
  database.withTenant(tenant, (db) => db.inbox.count({ where: { connectionId, ...(state ? { state } : {}) } }));
const health = (connectionId: string) => readConnectionHealth(tenant, { connectionId }, deps);
const titles = Array.from({ length: 12 }, (_, index) => `Outage ticket ${String(index).padStart(2, '0')}`);
const taken = () =>
  database.withTenant(tenant, (db) => db.ticket.findMany({ where: { title: { startsWith: 'Outage ticket' } } }));

describe('the proof that a vendor reaches us', () => {
  it('is given by either sandbox within seconds of being asked', { timeout: 60_000 }, async () => {
    for (const connectionId of [psaId, rmmId]) {
      const { since, wasSent } = await testWebhook(tenant, { connectionId }, deps);
      expect(wasSent).toBe(true);
      const arrival = async () => (await readWebhookArrival(tenant, { connectionId, since }, deps)).delivery?.via;
      await expect.poll(arrival, { timeout: 20_000 }).toBe('webhook');
    }
  });
});

describe('a vendor that is away', () => {
  it('holds up its own events and runs and nobody else’s, says so, and loses nothing', {
    timeout: 120_000,
  }, async () => {
    // all is well, and the key that proves its hooks is known
    await openTicket('A ticket before');
    const isTaken = () => database.withTenant(tenant, (db) => db.ticket.count({ where: { title: 'A ticket before' } }));
    await expect.poll(isTaken, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => events(psaId, 'pending'), { timeout: 20_000 }).toBe(0);
    const doneBefore = await events(psaId, 'done');

    psa.addFault({ kind: 'status', status: 503 });
    for (const title of titles) await openTicket(title);
    await expect.poll(() => events(psaId, 'pending'), { timeout: 20_000 }).toBe(titles.length);

    // the circuit opens: the connection is left alone, and its page says what waits
    await expect.poll(async () => (await health(psaId)).pace.openUntil, { timeout: 20_000 }).not.toBeNull();
    await expect.poll(async () => (await health(psaId)).backlog.since, { timeout: 20_000 }).not.toBeNull();
    const during = await health(psaId);
    expect(during.backlog.events).toMatchObject({ waiting: titles.length, dead: 0 });
    expect(during.backlog.nextTryAt).not.toBeNull();
    await expect.poll(async () => (await health(psaId)).status, { timeout: 20_000 }).not.toBe('healthy');

    // a run whose call cannot be taken waits too
    const [device, client] = await database.withTenant(tenant, async (db) => [
      await db.device.findFirstOrThrow({ where: { name: 'ACME-WS-014' } }),
      await db.client.findFirstOrThrow({ where: { name: 'Acme Manufacturing' } }),
    ]);
    const runId = await createTestRun(database, tenant, { deviceId: device.id, clientId: client.id });
    const call = await announceCall(database, { tenant, runId }, 'ticket.search', {
      client: client.id,
      isClosed: false,
    });
    const refused = await bus.capabilities.call(call);
    expect(refused).toMatchObject({ kind: 'error', retryable: true, maybeApplied: false });
    await database.withTenant(tenant, (db) =>
      db.runWait.create({
        data: {
          orgId: tenant.orgId,
          runId,
          path: call.path,
          seq: 1,
          reason: 'retry',
          wakeAt: new Date(Date.now() + 60_000),
        },
      }),
    );
    expect((await health(psaId)).backlog.runs).toMatchObject({ waiting: 1 });

    // the other connection goes on as ever
    for (const name of ['ACME-WS-014', 'NORTH-WS-003', 'BRIGHT-WS-005']) {
      const found = sandbox.world.device(name);
      if (!found) throw new Error(`no ${name}`);
      sandbox.world.raiseAlert(found, 'disk.space', { freePercent: 4 });
    }
    await expect.poll(() => events(rmmId, 'done'), { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
    expect(await events(psaId, 'done')).toBe(doneBefore);
    expect(await taken()).toEqual([]);
    expect((await health(rmmId)).backlog).toMatchObject({ since: null, runs: { waiting: 0 } });

    // a poll of the connection that is left alone is not due
    await expect.poll(async () => (await health(psaId)).pace.openUntil, { timeout: 20_000 }).not.toBeNull();

    // back again: everything, once, in the order in which it came
    const before = psa.exchanges.length;
    psa.clearFaults();
    await expect.poll(() => events(psaId, 'pending'), { timeout: 60_000, interval: 100 }).toBe(0);
    expect(await events(psaId, 'dead')).toBe(0);
    expect((await taken()).map(({ title }) => title).toSorted()).toEqual(titles);
    const reads = psa.exchanges
      .slice(before)
      .filter(({ method, status }) => method === 'GET' && status === 200)
      .flatMap(({ path }) => /\/service\/tickets\/(\d+)$/.exec(path)?.[1] ?? []);
    const firstReads = [...new Set(reads)].map(Number);
    // the first one tried whether the vendor is back
    const behind = firstReads.slice(1, 7);
    expect(behind).toEqual(behind.toSorted((a, b) => a - b));
    expect(firstReads).toHaveLength(titles.length);

    const after = await health(psaId);
    expect(after.backlog.events).toMatchObject({ waiting: 0 });
    expect(after.backlog.recoveringWith).not.toBeUndefined();
    const again = await announceCall(database, { tenant, runId }, 'ticket.search', {
      client: client.id,
      isClosed: false,
    });
    await expect.poll(async () => (await bus.capabilities.call(again)).kind, { timeout: 30_000 }).toBe('done');
    expect((await health(psaId)).backlog).toMatchObject({ since: null, runs: { waiting: 0 } });
  });

  it('is polled later, and what its hooks already brought is not taken in twice', { timeout: 60_000 }, async () => {
    const poll = () =>
      pollConnections({
        database,
        vendors: bus.gateway,
        orgIds: [tenant.orgId],
        acceptHints: (of, connectionId, hints) => acceptHints(of, { connectionId, hints }, { database }),
        onError: () => {},
      });
    const due = () => database.withTenant(tenant, (db) => db.connectionCursor.updateMany({ data: { dueAt: null } }));
    const isLetIn = () => expect.poll(async () => (await health(psaId)).pace.openUntil, { timeout: 20_000 }).toBeNull();
    await isLetIn();
    await poll();
    const [usual] = (await health(psaId)).polls;
    if (!usual) throw new Error('the PSA is not polled');
    await due();
    psa.addFault({ kind: 'status', status: 503 });
    await poll();
    const [slower] = (await health(psaId)).polls;
    expect(slower?.everySeconds).toBeGreaterThanOrEqual(usual.usualSeconds * 2);
    expect(slower?.nextAt?.getTime()).toBeGreaterThan(Date.now() + usual.usualSeconds * 1_000);
    psa.clearFaults();
    await isLetIn();
    await due();
    await poll();
    await expect.poll(() => events(psaId, 'pending'), { timeout: 30_000 }).toBe(0);
    expect((await taken()).map(({ title }) => title).toSorted()).toEqual(titles);
  });
});
