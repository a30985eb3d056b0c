// Which polls are due, for whom and when: the first of every org before the second of any, nothing of a connection that is
// left alone, nothing twice, and nothing lost with a process that dies. A real vendor over HTTP.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { testKeyring } from '#server/bus/testing/bus-harness.ts';
import { startTestVendor, type TestVendor, testConnector } from '#server/bus/testing/test-vendor.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { sealSecrets } from './connection-secrets.ts';
import { pollConnections } from './poll-connections.ts';
import { claimPoll, findDuePolls, findPolls, finishPoll, saveCursor } from './polls.repository.ts';
import type { EntityHint } from './vendor-gateway.ts';

const database = testDatabase();
const keyring = testKeyring(database);
const connector = { ...testConnector, id: `polled/${newId()}` };
const known = [{ connector: connector.id, trigger: 'news' }];
const leaseMs = 60_000;
let vendor: TestVendor;
let bus: Bus;
let tenant: TenantContext;
let connectionId: string;

beforeAll(async () => {
  vendor = await startTestVendor();
  bus = createBus({ database, keyring, connectors: { [connector.id]: connector }, allowPrivateHosts: undefined });
});
afterAll(async () => {
  await bus.close();
  await vendor.close();
});
beforeEach(async () => {
  vendor.restore();
  tenant = await createTestOrg(database);
  connectionId = await connect(tenant);
});

async function connect(of: TenantContext): Promise<string> {
  const id = newId();
  const secrets = await sealSecrets(of, keyring, id, { key: 'k-123456', hookSecret: 'hook-secret-0123456789' });
  await database.withTenant(of, (db) =>
    db.connection.create({
      data: {
        orgId: of.orgId,
        id,
        connector: connector.id,
        name: id,
        settings: { baseUrl: vendor.origin },
        secrets,
        ingestSecret: new Uint8Array(1),
        ingestSecretHash: new Uint8Array(1),
        status: 'healthy',
        isSandbox: true,
      },
    }),
  );
  return id;
}
const due = async (...orgs: TenantContext[]) => {
  const all = await database.sqlWithoutTenant((sql) => findDuePolls(sql, known, 1_000));
  return all.filter(({ orgId }) => orgs.some((org) => org.orgId === orgId));
};
const poll = { trigger: 'news' };
const claim = () => database.sqlWithTenant(tenant, (sql) => claimPoll(tenant, sql, { ...poll, connectionId }, leaseMs));
const row = async () => {
  const [found] = await database.sqlWithTenant(tenant, (sql) => findPolls(tenant, sql, connectionId));
  if (!found) throw new Error('never polled');
  return found;
};
const errors: unknown[] = [];
const round = (taken: EntityHint[] = []) =>
  pollConnections({
    database,
    vendors: bus.gateway,
    orgIds: [tenant.orgId],
    acceptHints: async (_tenant, _id, hints) => void taken.push(...hints),
    onError: (error) => errors.push(error),
  });
const answer = (hints: object[], more = false) =>
  vendor.misbehave('/news?after=0', (_arrival, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ hints, more })),
  );
const alert = (id: string) => ({ entity: 'alert', id, change: 'created', deviceId: null, at: null });

describe('what is due', () => {
  it('is told fairly: an org with one connection comes before the second of an org with many', async () => {
    for (let index = 0; index < 20; index++) await connect(tenant);
    const small = await createTestOrg(database);
    const only = await connect(small);
    const order = await due(tenant, small);
    expect(order).toHaveLength(22);
    expect(order.slice(0, 2).map((one) => one.connectionId)).toContain(only);
  });

  it('is nothing of a connection that is left alone, switched off, or of a connector that has no polls', async () => {
    expect(await due(tenant)).toHaveLength(1);
    const governed = (column: 'openTill' | 'blockedTill' | null) =>
      database.withTenant(tenant, async (db) => {
        await db.connectionGovernor.deleteMany({ where: { connectionId } });
        if (!column) return;
        const till = new Date(Date.now() + 60_000);
        await db.connectionGovernor.create({
          data: { orgId: tenant.orgId, connectionId, tokens: 1, refilledAt: new Date(), [column]: till },
        });
      });
    for (const column of ['openTill', 'blockedTill'] as const) {
      await governed(column);
      expect(await due(tenant), column).toEqual([]);
    }
    await governed(null);
    expect(await due(tenant)).toHaveLength(1);
    await database.withTenant(tenant, (db) =>
      db.connection.updateMany({ where: { id: connectionId }, data: { status: 'disabled' } }),
    );
    expect(await due(tenant)).toEqual([]);
  });
});

describe('a claim', () => {
  it('is one process’s, however many ask', async () => {
    const claims = await Promise.all([1, 2, 3, 4, 5].map(() => claim()));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await due(tenant)).toEqual([]);
  });

  it('of a process that died is another’s after its lease, with the cursor where it was', async () => {
    await claim();
    await database.sqlWithTenant(tenant, (sql) =>
      saveCursor(tenant, sql, { ...poll, connectionId }, { at: 7 }, leaseMs),
    );
    expect(await claim()).toBeNull();
    await database.withTenant(tenant, (db) =>
      db.connectionCursor.updateMany({ where: { connectionId }, data: { leasedTill: new Date(Date.now() - 1) } }),
    );
    expect(await claim()).toMatchObject({ cursor: { at: 7 } });
  });

  it('those that began together do not stay together', async () => {
    const times = new Set<number>();
    for (let index = 0; index < 6; index++) {
      const next = { everySeconds: 3_600, afterSeconds: 3_600, hasAnswered: true, hadNews: false };
      await database.withTenant(tenant, (db) => db.connectionCursor.updateMany({ data: { dueAt: null } }));
      await claim();
      await database.sqlWithTenant(tenant, (sql) => finishPoll(tenant, sql, { ...poll, connectionId }, next));
      const at = (await row()).due_at?.getTime() ?? 0;
      expect(at).toBeGreaterThan(Date.now() + 3_100_000);
      expect(at).toBeLessThan(Date.now() + 4_100_000);
      times.add(Math.round(at / 10_000));
    }
    expect(times.size).toBeGreaterThan(1);
  });
});

describe('a poll', () => {
  it('comes again sooner after news, later when it is quiet', async () => {
    answer([alert('a1')]);
    const taken: EntityHint[] = [];
    expect(await round(taken)).toMatchObject({ polled: 1, hints: 1, failed: 0 });
    expect(taken).toHaveLength(1);
    expect(await row()).toMatchObject({ every_seconds: 1_800, news_at: expect.any(Date) });
    const quiet = await createTestOrg(database);
    tenant = quiet;
    connectionId = await connect(quiet);
    answer([]);
    await round();
    expect(await row()).toMatchObject({ every_seconds: 4_500, news_at: null, polled_at: expect.any(Date) });
  });

  it('waits longer while the vendor throttles, as long as it asks at least, and its connection is not due meanwhile', async () => {
    vendor.misbehave('/news?after=0', (_arrival, response) =>
      response.writeHead(429, { 'retry-after': '7200' }).end('{"message":"slow down"}'),
    );
    expect(await round()).toMatchObject({ polled: 0, failed: 1 });
    const { every_seconds, due_at, polled_at } = await row();
    expect(every_seconds).toBe(3_600);
    expect(due_at?.getTime()).toBeGreaterThan(Date.now() + 3_000_000);
    expect(polled_at).toBeNull();
    await database.withTenant(tenant, (db) => db.connectionCursor.updateMany({ data: { dueAt: null } }));
    expect(await due(tenant)).toEqual([]);
  });

  it('that hangs holds one place: the other connections of its org are polled meanwhile', async () => {
    const started = Promise.withResolvers<void>();
    const hang = Promise.withResolvers<void>();
    let isFirst = true;
    vendor.misbehave('/news?after=0', async (_arrival, response) => {
      const mustHang = isFirst;
      isFirst = false;
      if (mustHang) {
        started.resolve();
        await hang.promise;
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"hints":[],"more":false}');
    });
    for (let index = 0; index < 5; index++) await connect(tenant);
    const running = round();
    await started.promise;
    await expect.poll(() => vendor.count('GET', '/news?after=0'), { timeout: 10_000 }).toBeGreaterThanOrEqual(6);
    hang.resolve();
    expect((await running).failed).toBe(0);
  });
});
