// From the socket to the run and every way it can go wrong in between.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { systemTenant } from '#server/platform/tenant.ts';
import {
  alertOf,
  createTestSite,
  incidentDeps,
  readAll,
  type TestSite,
} from '../incidents/testing/incident-fixture.ts';
import { acceptHints, pollMark } from './accept-hints.ts';
import { type DrainDeps, drainInbox, drainLimits } from './drain-inbox.ts';
import { startInboxWorker } from './inbox-worker.ts';
import type { EntityReader } from './ingest-ports.ts';
import { replayDelivery } from './replay-delivery.ts';
import { makeStoreDeliveries } from './store-deliveries.ts';
import {
  createTestConnection,
  genericConnector,
  type Receiver,
  signedHeaders,
  standardWebhooksVerifier,
  startReceiver,
} from './testing/ingest-fixture.ts';

const database = testDatabase(12);
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(database);
});
afterAll(() => receiver.close());

/** A vendor whose alerts are what `alerts` says; counts how often it is asked. */
function vendor(answer: (id: string) => Awaited<ReturnType<EntityReader['readAlert']>>) {
  const asked: string[] = [];
  const reader: EntityReader = {
    readAlert: async (_tenant, _connectionId, id) => {
      asked.push(id);
      return answer(id);
    },
    readTicket: async () => ({ kind: 'gone' }),
  };
  return { reader, asked };
}
const found = (id: string) => ({ kind: 'found', entity: alertOf(id) }) as const;
const away = { kind: 'unavailable', retryAfterMs: 60_000, message: 'The breaker is open.' } as const;

const depsFor = (reader: EntityReader): DrainDeps => ({
  database,
  verifier: standardWebhooksVerifier,
  reader,
  incidents: incidentDeps(database),
  log: { warn: () => {} },
});
const drain = (site: TestSite, reader: EntityReader, limits = drainLimits) =>
  drainInbox(systemTenant(site.tenant.orgId, 'inbox'), depsFor(reader), limits);
const hint = (id: string, change = 'created') => ({ entity: 'alert', id, change, deviceId: null, at: null });
const bodyOf = (key: string, hints: unknown) => Buffer.from(JSON.stringify({ deliveryId: key, hints }));
const store = (site: TestSite, key: string, body: Buffer) =>
  makeStoreDeliveries(database)(site.tenant.orgId, [
    {
      route: { orgId: site.tenant.orgId, connectionId: site.connectionId, connector: genericConnector },
      dedupeKey: key,
      headers: {},
      body,
    },
  ]);
const inbox = (site: TestSite) =>
  database.withTenant(site.tenant, (db) => db.inbox.findMany({ orderBy: { id: 'asc' } }));
const makeDue = (site: TestSite) =>
  database.withTenant(site.tenant, (db) => db.inbox.updateMany({ data: { notBefore: null, leasedTill: null } }));

describe('from the socket to the run', () => {
  it('20 identical webhooks at once are one row, one alert, one incident and one run', async () => {
    const site = await createTestSite(database);
    const hook = await createTestConnection(database, site.tenant);
    await database.withTenant(site.tenant, (db) =>
      db.deviceIdentity.updateMany({ data: { connectionId: hook.connectionId } }),
    );
    const text = JSON.stringify({ deliveryId: 'x1', hints: [hint('a1')] });
    const send = () =>
      fetch(`http://127.0.0.1:${receiver.port}${hook.path}`, {
        method: 'POST',
        headers: signedHeaders(hook, text),
        body: text,
      });
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(202));
    const { reader, asked } = vendor(found);
    await Promise.all([drain(site, reader), drain(site, reader), drain(site, reader)]);
    const { alerts, incidents, runs } = await readAll(database, site);
    expect([(await inbox(site)).length, alerts.length, incidents.length, runs.length]).toEqual([1, 1, 1, 1]);
    expect(asked).toEqual(['a1']);
  });

  it('50 hooks about one alert are one question to the vendor', async () => {
    const site = await createTestSite(database);
    for (let n = 0; n < 50; n++)
      await store(site, `k${n}`, bodyOf(`k${n}`, [hint('a1', n === 0 ? 'created' : 'updated')]));
    const { reader, asked } = vendor(found);
    expect(await drain(site, reader)).toEqual({ done: 50, ignored: 0, dead: 0, pending: 0 });
    expect(asked).toEqual(['a1']);
    expect((await readAll(database, site)).runs).toHaveLength(1);
  });

  it('one body may hint at several things, or at nothing', async () => {
    const site = await createTestSite(database);
    await store(site, 'many', bodyOf('many', [hint('a1'), hint('a2'), { ...hint('d1'), entity: 'device' }]));
    await store(site, 'none', bodyOf('none', []));
    expect(await drain(site, vendor(found).reader)).toEqual({ done: 1, ignored: 1, dead: 0, pending: 0 });
    expect((await readAll(database, site)).alerts).toHaveLength(2);
  });
});

describe('a sender without ids', () => {
  it('is believed once until we look, and again after we looked: no change is lost to an equal body', async () => {
    const site = await createTestSite(database);
    const hook = await createTestConnection(database, site.tenant);
    const text = JSON.stringify({ hints: [hint('a1')] });
    const send = async () => {
      const headers = signedHeaders(hook, text);
      const answer = await fetch(`http://127.0.0.1:${receiver.port}${hook.path}`, {
        method: 'POST',
        headers,
        body: text,
      });
      return ((await answer.json()) as { duplicate: boolean }).duplicate;
    };
    const { reader, asked } = vendor(found);
    expect([await send(), await send()]).toEqual([false, true]);
    await drain(site, reader);
    expect([await send(), await send()]).toEqual([false, true]);
    await drain(site, reader);
    expect(asked).toEqual(['a1', 'a1']);
    const { alerts, incidents } = await readAll(database, site);
    expect([(await inbox(site)).length, alerts.length, incidents.length]).toEqual([2, 1, 1]);
  });

  it('racing with the claim loses nothing, 30 times out of 30', async () => {
    const site = await createTestSite(database, []);
    const store = makeStoreDeliveries(database);
    const delivery = (key: string) => ({
      route: { orgId: site.tenant.orgId, connectionId: site.connectionId, connector: genericConnector },
      dedupeKey: key,
      headers: {},
      body: bodyOf(key, [hint('a1')]),
    });
    for (let round = 0; round < 30; round++) {
      const key = `body:${round}`;
      const { reader, asked } = vendor(found);
      await store(site.tenant.orgId, [delivery(key)]);
      const [, answers] = await Promise.all([drain(site, reader), store(site.tenant.orgId, [delivery(key)])]);
      const askedBefore = asked.length;
      await drain(site, reader);
      // either it was the same news, claimed after it came, or it is a row of its own and was looked at
      expect(asked.length - askedBefore).toBe(answers[0] === 'new' ? 1 : 0);
    }
    expect((await inbox(site)).every((row) => row.state === 'done')).toBe(true);
  });
});

describe('a replay', () => {
  it('asks the vendor again and starts nothing twice; what still waits cannot be replayed', async () => {
    const site = await createTestSite(database);
    await store(site, 'k1', bodyOf('k1', [hint('a1')]));
    const inboxId = (await inbox(site))[0]?.id ?? '';
    const replay = () => replayDelivery(site.tenant, { inboxId }, { database });
    await expect(replay()).rejects.toThrow('No such');
    await drain(site, vendor(found).reader);
    const before = await readAll(database, site);
    expect(before.alerts).toHaveLength(1);
    await replay();
    const { reader, asked } = vendor(found);
    expect(await drain(site, reader)).toMatchObject({ done: 1 });
    expect(asked).toHaveLength(1);
    const after = await readAll(database, site);
    expect([after.alerts.length, after.incidents.length, after.runs.length]).toEqual([
      before.alerts.length,
      before.incidents.length,
      before.runs.length,
    ]);
  });
});

describe('what a poll found', () => {
  it('goes the same way: committed, once per news, drained, retried', async () => {
    const site = await createTestSite(database);
    const at = '2026-11-20T08:00:00.000Z';
    const news = ['a1', 'a2', 'a1'].map((id) => ({
      ...hint(id),
      entity: 'alert' as const,
      change: 'created' as const,
      at,
    }));
    const input = {
      connectionId: site.connectionId,
      hints: [...news, { ...hint('d1'), entity: 'device' as const, change: 'updated' as const }],
    };
    await acceptHints(site.tenant, input, { database });
    await acceptHints(site.tenant, input, { database });
    expect(await inbox(site)).toHaveLength(2);
    expect(await drain(site, vendor(() => away).reader)).toMatchObject({ pending: 2 });
    await makeDue(site);
    expect(await drain(site, vendor(found).reader)).toMatchObject({ done: 2 });
    expect((await readAll(database, site)).alerts).toHaveLength(2);
  });

  it('cannot be claimed by a sender', async () => {
    const site = await createTestSite(database);
    const hook = await createTestConnection(database, site.tenant);
    const text = '{"hints":"mine"}';
    const headers = { ...signedHeaders(hook, text), ...pollMark };
    const sent = await fetch(`http://127.0.0.1:${receiver.port}${hook.path}`, { method: 'POST', headers, body: text });
    expect(sent.status).toBe(202);
    expect((await inbox(site))[0]?.headers).not.toHaveProperty('mspclaw-source');
  });
});

describe('a vendor that is away', () => {
  it('costs an event nothing but time, however often it is asked', async () => {
    const site = await createTestSite(database);
    await store(site, 'k1', bodyOf('k1', [hint('a1')]));
    for (let round = 0; round < 10; round++) {
      expect(await drain(site, vendor(() => away).reader)).toMatchObject({ pending: 1 });
      const [row] = await inbox(site);
      expect(row).toMatchObject({ state: 'pending', attempts: 0, error: 'The breaker is open.', leasedTill: null });
      expect((row?.notBefore?.getTime() ?? 0) - Date.now()).toBeGreaterThan(55_000);
      expect(await drain(site, vendor(found).reader)).toEqual({ done: 0, ignored: 0, dead: 0, pending: 0 });
      await makeDue(site);
    }
    expect(await drain(site, vendor(found).reader)).toMatchObject({ done: 1 });
  });

  it('is not asked for everything else in the batch', async () => {
    const site = await createTestSite(database);
    for (let n = 0; n < 50; n++) await store(site, `k${n}`, bodyOf(`k${n}`, [hint(`a${n}`)]));
    const { reader, asked } = vendor(() => away);
    expect(await drain(site, reader)).toMatchObject({ pending: 50 });
    expect(asked.length).toBeLessThanOrEqual(drainLimits.concurrency);
  });
});

describe('a vendor whose hook is faster than its API', () => {
  it('is asked again, and nothing is lost', async () => {
    const site = await createTestSite(database);
    await store(site, 'k1', bodyOf('k1', [hint('a1')]));
    expect(await drain(site, vendor(() => ({ kind: 'gone' })).reader)).toMatchObject({ pending: 1 });
    await makeDue(site);
    expect(await drain(site, vendor(found).reader)).toMatchObject({ done: 1 });
    expect((await readAll(database, site)).runs).toHaveLength(1);
  });
});

describe('a row that fails by itself', () => {
  it('is a visible dead letter after its attempts, and lives again when a person says so', async () => {
    const site = await createTestSite(database);
    await store(site, 'odd', bodyOf('odd', 'not a list'));
    const states: string[] = [];
    for (let attempt = 0; attempt < drainLimits.maxAttempts; attempt++) {
      await drain(site, vendor(found).reader);
      states.push((await inbox(site))[0]?.state ?? '');
      await makeDue(site);
    }
    expect(states).toEqual(['pending', 'pending', 'pending', 'pending', 'dead']);
    const [row] = await inbox(site);
    expect(row?.error).toBe('Not understood: the body has no hints');
    await expect(
      replayDelivery((await createTestSite(database)).tenant, { inboxId: row?.id ?? '' }, { database }),
    ).rejects.toThrow('No such');
    await replayDelivery(site.tenant, { inboxId: row?.id ?? '' }, { database });
    expect((await inbox(site))[0]).toMatchObject({ state: 'pending', attempts: 0, error: null });
  });

  it('holds no other row back', async () => {
    const site = await createTestSite(database);
    await store(site, 'odd', Buffer.from('{"deliveryId":"odd"}'));
    await store(site, 'good', bodyOf('good', [hint('a1')]));
    expect(await drain(site, vendor(found).reader)).toEqual({ done: 1, ignored: 0, dead: 0, pending: 1 });
  });
});

describe('a worker that dies', () => {
  it('between any two of its steps leaves nothing undone and nothing done twice', async () => {
    const site = await createTestSite(database);
    await store(site, 'k1', bodyOf('k1', [hint('a1')]));
    const deaths: ((deps: DrainDeps) => DrainDeps)[] = [
      (deps) => ({ ...deps, reader: { ...deps.reader, readAlert: () => new Promise(() => {}) } }),
      (deps) => ({ ...deps, incidents: { ...deps.incidents, triage: () => new Promise(() => {}) } }),
      (deps) => ({
        ...deps,
        incidents: { ...deps.incidents, startRun: () => Promise.reject(new Error('killed in the transaction')) },
      }),
    ];
    for (const [index, die] of deaths.entries()) {
      const dying = drainInbox(systemTenant(site.tenant.orgId, 'inbox'), die(depsFor(vendor(found).reader)));
      // the last one does not hang: it gives its row back, and must have done so before the row is made due again
      if (index === deaths.length - 1) await dying;
      else await expect.poll(async () => (await inbox(site))[0]?.leasedTill).not.toBeNull();
      await expect.poll(async () => (await readAll(database, site)).runs.length).toBe(0);
      await makeDue(site);
    }
    expect(await drain(site, vendor(found).reader)).toMatchObject({ done: 1 });
    const { alerts, incidents, runs } = await readAll(database, site);
    expect([alerts.length, incidents.length, runs.length]).toEqual([1, 1, 1]);
    expect(incidents[0]?.alertCount).toBe(1);
  });
});

describe('the worker over all orgs', () => {
  it('serves a quiet org beside one with thousands waiting, and beside one whose vendor hangs', async () => {
    const [noisy, hanging, quiet] = [
      await createTestSite(database, []),
      await createTestSite(database, []),
      await createTestSite(database, []),
    ];
    const rows = Array.from({ length: 3_000 }, (_, n) => ({
      route: { orgId: noisy.tenant.orgId, connectionId: noisy.connectionId, connector: genericConnector },
      dedupeKey: `k${n}`,
      headers: {},
      body: bodyOf(`k${n}`, [hint(`a${n}`)]),
    }));
    await makeStoreDeliveries(database)(noisy.tenant.orgId, rows);
    await store(hanging, 'h', bodyOf('h', [hint('a1')]));
    const { reader } = vendor(found);
    const release = Promise.withResolvers<void>();
    const own: EntityReader = {
      ...reader,
      readAlert: async (tenant, connectionId, id) => {
        if (tenant.orgId === hanging.tenant.orgId) await release.promise;
        return reader.readAlert(tenant, connectionId, id);
      },
    };
    const worker = startInboxWorker(depsFor(own), { places: 2, idleMs: 20 });
    try {
      await expect
        .poll(async () => (await inbox(noisy)).some((row) => row.state === 'done'), { timeout: 20_000 })
        .toBe(true);
      await store(quiet, 'q', bodyOf('q', [hint('a1')]));
      await expect.poll(async () => (await inbox(quiet))[0]?.state, { timeout: 10_000 }).toBe('done');
      const left = await database.withTenant(noisy.tenant, (db) => db.inbox.count({ where: { state: 'pending' } }));
      console.log(`the quiet org was served while ${left} events of the noisy one waited`);
      expect(left).toBeGreaterThan(0);
      expect((await inbox(hanging))[0]?.state).toBe('pending');
    } finally {
      release.resolve();
      await worker.stop();
    }
    expect((await inbox(hanging))[0]?.state).toBe('done');
  }, 60_000);
});
