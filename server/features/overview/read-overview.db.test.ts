import { expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { idAt, newId } from '#server/platform/ids.ts';
import { readOverview } from './read-overview.ts';
import { watchOrg } from './watch-org.ts';

const database = testDatabase();

it('the ledger adds up: every alert opened an incident or was merged into one, today and the day before', async () => {
  const tenant = await createTestOrg(database);
  const { orgId } = tenant;
  const now = new Date();
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  await database.withTenant(tenant, async (db) => {
    const open = (hours: number, alertCount: number) => {
      const at = hoursAgo(hours);
      const seen = { firstAt: at, lastAt: at, createdAt: at };
      return db.incident.create({
        data: { orgId, fingerprint: newId(), kind: 'k', title: 't', severity: 'info', alertCount, ...seen },
      });
    };
    const [today, yesterday] = [await open(1, 3), await open(30, 2)];
    await open(2, 0); // began with a ticket
    const empty = new Uint8Array();
    const { id: connectionId } = await db.connection.create({
      data: { orgId, connector: 'test/rmm', name: 'RMM', ingestSecret: empty, ingestSecretHash: empty },
    });
    for (const [incidentId, hours] of [
      [today.id, 1],
      [today.id, 1],
      [today.id, 1],
      [yesterday.id, 30],
      [yesterday.id, 30],
    ] as const) {
      const at = hoursAgo(hours);
      const said = { fingerprint: 'f', kind: 'k', severity: 'info', title: 't', message: 'm' };
      const where = { connectionId, externalId: newId(), incidentId, raisedAt: at, createdAt: at };
      await db.alert.create({ data: { orgId, id: idAt(at), ...where, ...said } });
    }
  });
  const overview = await readOverview(tenant, { database, now: () => now });
  expect(overview.alerts).toEqual({ now: 3, before: 2 });
  expect(overview.incidentsOpened).toEqual({ now: 1, before: 1 });
  expect(overview.merged).toEqual({ now: 2, before: 1 });
  expect(overview.active.incidents).toBe(3);
});

it('an open console is told which area changed, and lets go when told to', async () => {
  const tenant = await createTestOrg(database);
  const leave = new AbortController();
  const deps = { database, now: () => new Date(), stopping: leave.signal, watchOrgEveryMs: 20 };
  const pulses = watchOrg(tenant, deps, undefined);
  const first = (await pulses.next()).value;
  const next = pulses.next();
  await database.withTenant(tenant, (db) => {
    const at = new Date();
    const seen = { firstAt: at, lastAt: at };
    return db.incident.create({
      data: { orgId: tenant.orgId, fingerprint: 'f', kind: 'k', title: 't', severity: 'info', ...seen },
    });
  });
  const second = (await next).value;
  expect(second).toMatchObject({ runs: first?.runs, approvals: first?.approvals, connections: first?.connections });
  expect(second?.incidents).not.toBe(first?.incidents);
  // neither touches an incident: a model that is asked, then concludes
  const card = { category: 'c', priority: 'low', summary: 's', statements: [] };
  const thinking = await database.withTenant(tenant, (db) =>
    db.triage.create({ data: { orgId: tenant.orgId, method: 'm', state: 'thinking', ...card } }),
  );
  const third = (await pulses.next()).value;
  const where = { orgId_id: { orgId: tenant.orgId, id: thinking.id } };
  await database.withTenant(tenant, (db) => db.triage.update({ where, data: { state: 'done' } }));
  const fourth = (await pulses.next()).value;
  expect(new Set([second, third, fourth].map((pulse) => pulse?.incidents)).size).toBe(3);
  leave.abort();
  expect((await pulses.next()).done).toBe(true);
});
