import { describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { handleAlert } from './handle-event.ts';
import { settleIncidentOfRun } from './settle-incident.ts';
import { settleStaleIncidents } from './settle-stale-incidents.ts';
import { takeInGoneAlert } from './take-in-alert.ts';
import {
  alertOf,
  createTestSite,
  diskPlaybook,
  incidentDeps,
  playbook,
  readAll,
  type TestSite,
} from './testing/incident-fixture.ts';
import type { ReadAlert } from './vendor-facts.ts';

const database = testDatabase(12);
const deps = incidentDeps(database);
const take = (site: TestSite, alert: ReadAlert, own = deps) =>
  handleAlert(site.tenant, { connectionId: site.connectionId, alert }, own);
const cleared = (id: string, at = '2026-11-20T08:30:00.000Z') => alertOf(id, { isActive: false, clearedAt: at });
const setRuns = (site: TestSite, status: 'running' | 'waiting' | 'succeeded' | 'failed' | 'escalated') =>
  database.withTenant(site.tenant, (db) =>
    db.run.updateMany({ where: { orgId: site.tenant.orgId }, data: { status } }),
  );
const statuses = async (site: TestSite) => (await readAll(database, site)).incidents.map((incident) => incident.status);

/** a second tool that knows the same device and client under ids of its own */
async function addConnection(site: TestSite): Promise<string> {
  const { orgId } = site.tenant;
  const connectionId = newId();
  await database.withTenant(site.tenant, async (db) => {
    const ingest = { ingestSecretHash: Buffer.alloc(32), ingestSecret: Buffer.alloc(1) };
    await db.connection.create({ data: { orgId, id: connectionId, connector: 'toy/tool', name: 'Second', ...ingest } });
    const of = { orgId, connectionId };
    await db.clientIdentity.create({
      data: { ...of, id: newId(), clientId: site.clientId, externalId: 'c1', name: 'Acme' },
    });
    await db.deviceIdentity.create({ data: { ...of, id: newId(), deviceId: site.deviceId, externalId: 'd1' } });
  });
  return connectionId;
}

describe('one event is one run', () => {
  it('when the same alert is taken in 20 times at once', async () => {
    const site = await createTestSite(database);
    await Promise.all(Array.from({ length: 20 }, () => take(site, alertOf('a1'))));
    const { alerts, incidents, runs } = await readAll(database, site);
    expect([alerts.length, incidents.length, runs.length]).toEqual([1, 1, 1]);
    expect(incidents[0]).toMatchObject({
      alertCount: 1,
      status: 'working',
      deviceId: site.deviceId,
      clientId: site.clientId,
    });
    expect(runs[0]).toMatchObject({
      incidentId: incidents[0]?.id,
      deviceId: site.deviceId,
      eventKey: `incident:${incidents[0]?.id}`,
    });
  });

  it('when 20 alerts at once are the same problem', async () => {
    const site = await createTestSite(database);
    const volatile = (n: number) =>
      alertOf(`a${n}`, { fingerprint: ['C:', `Free space on C: is ${n}% at 08:${10 + n}`] });
    await Promise.all(Array.from({ length: 20 }, (_, n) => take(site, volatile(n))));
    const { alerts, incidents, runs } = await readAll(database, site);
    expect([alerts.length, incidents.length, runs.length]).toEqual([20, 1, 1]);
    expect(incidents[0]?.alertCount).toBe(20);
  });

  it('and another drive, kind or org is another event', async () => {
    const [site, other] = [await createTestSite(database), await createTestSite(database)];
    await take(site, alertOf('a1'));
    await take(site, alertOf('a2', { fingerprint: ['D:', 'Free space on D: is 4% at 08:00'] }));
    await take(site, alertOf('a3', { kind: 'disk.health' }));
    await take(other, alertOf('a1'));
    expect((await readAll(database, site)).incidents).toHaveLength(3);
    expect((await readAll(database, other)).incidents).toHaveLength(1);
  });

  it('when two tools tell of the same trouble on the same machine, and it has not happened twice', async () => {
    const site = await createTestSite(database);
    const second = await addConnection(site);
    const data = { drive: 'C:', freePercent: 4 };
    await Promise.all([
      take(site, alertOf('a1', { data, fingerprint: ['condition=Disk C', 'C:'] })),
      take({ ...site, connectionId: second }, alertOf('9001', { data, fingerprint: ['monitor 44'] })),
    ]);
    const { alerts, incidents, runs } = await readAll(database, site);
    expect([alerts.length, incidents.length, runs.length]).toEqual([2, 1, 1]);
    expect(incidents[0]?.alertCount).toBe(1);
    await take({ ...site, connectionId: second }, alertOf('9002', { data, fingerprint: ['monitor 44'] }));
    expect((await readAll(database, site)).incidents[0]?.alertCount).toBe(2);
    await take({ ...site, connectionId: second }, alertOf('9003', { data: { ...data, drive: 'D:' } }));
    expect((await readAll(database, site)).incidents).toHaveLength(2);
  });

  it('when the second tool tells of it only after it was dealt with; told again later, it is a new one', async () => {
    const site = await createTestSite(database);
    const second = { ...site, connectionId: await addConnection(site) };
    const data = { drive: 'C:', freePercent: 4 };
    await take(site, alertOf('a1', { data }));
    await setRuns(site, 'succeeded');
    await take(site, alertOf('a1', { data, isActive: false, clearedAt: '2026-11-20T08:30:00.000Z' }));
    expect(await statuses(site)).toEqual(['resolved']);
    await take(second, alertOf('9001', { data, raisedAt: '2026-11-20T08:00:30.000Z' }));
    const { alerts, incidents, runs } = await readAll(database, site);
    expect([alerts.length, incidents.length, runs.length]).toEqual([2, 1, 1]);
    await take(second, alertOf('9002', { data, raisedAt: new Date(Date.now() + 60_000).toISOString() }));
    expect((await readAll(database, site)).incidents).toHaveLength(2);
  });

  it('with facts that carry our ids and nothing of another tenant', async () => {
    const site = await createTestSite(database);
    await take(site, alertOf('a1'));
    const { alerts, incidents, runs } = await readAll(database, site);
    expect(runs[0]?.facts).toMatchObject({
      org: { id: site.tenant.orgId },
      alert: { id: alerts[0]?.id, kind: 'disk.space', data: { freePercent: 4 }, raisedAt: '2026-11-20T08:00:00.000Z' },
      incident: { id: incidents[0]?.id, alertCount: 1 },
      device: { id: site.deviceId, osFamily: 'windows' },
      client: { id: site.clientId, name: 'Acme' },
      ticket: null,
    });
  });
});

describe('an end', () => {
  it('of every alert ends the incident, and what comes later is a new one with a new run', async () => {
    const site = await createTestSite(database, []);
    await take(site, alertOf('a1'));
    await take(site, alertOf('a2'));
    await take(site, cleared('a1'));
    expect(await statuses(site)).toEqual(['open']);
    await take(site, cleared('a2'));
    expect(await statuses(site)).toEqual(['resolved']);
    await take(site, alertOf('a3', { raisedAt: '2026-11-20T09:00:00.000Z' }));
    expect(await statuses(site)).toEqual(['resolved', 'open']);
  });

  it('does not come while a run is at work, and comes when the run has ended', async () => {
    const site = await createTestSite(database);
    await take(site, alertOf('a1'));
    await take(site, cleared('a1'));
    expect(await statuses(site)).toEqual(['working']);
    await setRuns(site, 'waiting');
    const [run] = (await readAll(database, site)).runs;
    await settleIncidentOfRun(site.tenant, run?.id ?? '', { database });
    expect(await statuses(site)).toEqual(['waiting']);
    await setRuns(site, 'succeeded');
    await settleIncidentOfRun(site.tenant, run?.id ?? '', { database });
    expect(await statuses(site)).toEqual(['resolved']);
  });

  it('is not undone by an older picture that arrives late', async () => {
    const site = await createTestSite(database, []);
    await take(site, alertOf('a1'));
    await take(site, cleared('a1'));
    const late = await take(site, alertOf('a1'));
    expect(late.started).toBeNull();
    const { alerts, incidents } = await readAll(database, site);
    expect(alerts[0]?.clearedAt).toEqual(new Date('2026-11-20T08:30:00.000Z'));
    expect(incidents.map((incident) => incident.status)).toEqual(['resolved']);
  });

  it('of an alert that the vendor raises again under the same id is a new incident and a new run', async () => {
    const site = await createTestSite(database);
    const first = await take(site, alertOf('a1'));
    await setRuns(site, 'succeeded');
    await settleIncidentOfRun(site.tenant, first.started?.runs[0]?.runId ?? '', { database });
    await take(site, cleared('a1'));
    const again = await take(site, alertOf('a1', { raisedAt: '2099-01-01T00:00:00.000Z' }));
    expect(again.incidentId).not.toBe(first.incidentId);
    expect(again.started?.runs.map((run) => run.isNew)).toEqual([true]);
    expect((await readAll(database, site)).alerts).toHaveLength(1);
  });

  it('before anybody looked is kept as resolved and bothers nobody', async () => {
    const site = await createTestSite(database);
    expect((await take(site, cleared('a1'))).started).toBeNull();
    expect(await statuses(site)).toEqual(['resolved']);
  });

  it('is what an alert that the vendor no longer has comes to', async () => {
    const site = await createTestSite(database, []);
    await take(site, alertOf('a1'));
    const gone = { connectionId: site.connectionId, externalId: 'a1' };
    await takeInGoneAlert(site.tenant, gone, deps);
    await takeInGoneAlert(site.tenant, { ...gone, externalId: 'never-seen' }, deps);
    expect(await statuses(site)).toEqual(['resolved']);
  });
});

describe('a run that ends', () => {
  it.each([
    ['failed', 'open'],
    ['escalated', 'escalated'],
    ['succeeded', 'resolved'],
  ] as const)('%s leaves its incident %s, with the reason in the audit log', async (run, incident) => {
    const site = await createTestSite(database);
    const { started } = await take(site, alertOf('a1'));
    await setRuns(site, run);
    await settleIncidentOfRun(site.tenant, started?.runs[0]?.runId ?? '', { database });
    const { notes } = await readAll(database, site);
    expect(await statuses(site)).toEqual([incident]);
    expect(notes.at(-1)?.why).toMatch(/person|fixed/i);
  });

  it('without telling its incident is found by the clock', async () => {
    const site = await createTestSite(database);
    await take(site, alertOf('a1'));
    await settleStaleIncidents({ database });
    expect(await statuses(site)).toEqual(['working']);
    await setRuns(site, 'failed');
    expect(await settleStaleIncidents({ database })).toBeGreaterThanOrEqual(1);
    expect(await statuses(site)).toEqual(['open']);
  });

  it('with a person in charge is followed by no other', async () => {
    const site = await createTestSite(database, []);
    await take(site, alertOf('a1'));
    await database.withTenant(site.tenant, (db) =>
      db.incident.updateMany({ where: {}, data: { status: 'escalated' } }),
    );
    const own = incidentDeps(database);
    await take(site, alertOf('a2'), own);
    expect((await readAll(database, site)).runs).toHaveLength(0);
  });
});

describe('severity', () => {
  it('rises with the worst alert and never falls', async () => {
    const site = await createTestSite(database, []);
    const seen: (string | undefined)[] = [];
    for (const severity of ['minor', 'major', 'info', 'critical', 'moderate']) {
      await take(site, alertOf(`a-${severity}`, { severity }));
      seen.push((await readAll(database, site)).incidents[0]?.severity);
    }
    expect(seen).toEqual(['minor', 'major', 'major', 'critical', 'critical']);
  });
});

describe('a device nobody knows', () => {
  const stranger = (id: string, device: string) => alertOf(id, { device: { id: device, name: 'STRANGER' } });

  it('gets no playbook that needs one: the incident says so and is handed to a person', async () => {
    const site = await createTestSite(database);
    const { started } = await take(site, stranger('a1', 'd-unknown'));
    const { incidents, runs, notes } = await readAll(database, site);
    expect(started?.runs.map((run) => run.slug)).toEqual(['hand-over']);
    expect(started?.declined['free-disk']).toContain('device is null');
    expect(runs.map((run) => run.deviceId)).toEqual([null]);
    expect(incidents[0]).toMatchObject({ deviceId: null, clientId: site.clientId });
    expect(notes[0]?.why).toContain('"STRANGER" (d-unknown) is not known here');
  });

  it('finds its place when a sync has brought it, and then gets its playbook unless a person has it', async () => {
    const site = await createTestSite(database, [diskPlaybook]);
    await take(site, stranger('a1', 'd2'));
    await database.withTenant(site.tenant, (db) =>
      db.deviceIdentity.create({
        data: { orgId: site.tenant.orgId, deviceId: site.deviceId, connectionId: site.connectionId, externalId: 'd2' },
      }),
    );
    const { started } = await take(site, stranger('a1', 'd2'));
    const { alerts, incidents } = await readAll(database, site);
    expect([alerts[0]?.deviceId, incidents[0]?.deviceId]).toEqual([site.deviceId, site.deviceId]);
    expect(started?.runs.map((run) => run.slug)).toEqual(['free-disk']);
  });

  it('is not merged with another one', async () => {
    const site = await createTestSite(database, []);
    await take(site, stranger('a1', 'd-x'));
    await take(site, stranger('a2', 'd-y'));
    await take(site, stranger('a3', 'd-x'));
    expect((await readAll(database, site)).incidents.map((incident) => incident.alertCount)).toEqual([2, 1]);
  });
});

describe('hand-over', () => {
  it('starts only where no playbook fires, it matters and a client is known', async () => {
    const site = await createTestSite(database);
    const slugs = async (alert: ReadAlert) => (await take(site, alert)).started?.runs.map((run) => run.slug);
    expect(await slugs(alertOf('known'))).toEqual(['free-disk']);
    expect(await slugs(alertOf('unknown', { kind: 'backup.failed' }))).toEqual(['hand-over']);
    expect(await slugs(alertOf('small', { kind: 'backup.slow', severity: 'minor' }))).toEqual([]);
    const nobody = { kind: 'backup.gone', device: null, client: null };
    expect(await slugs(alertOf('whose', nobody))).toEqual([]);
  });
});

describe('nothing fires', () => {
  it('of a playbook that is switched off, not live, or does not pass the check', async () => {
    const site = await createTestSite(database, [
      playbook('off', 'alert: { kind: disk.space }'),
      playbook('draft', 'alert: { kind: disk.space }'),
      playbook('broken', 'alert: { kind: disk.space }'),
    ]);
    await database.withTenant(site.tenant, async (db) => {
      await db.playbook.updateMany({ where: { slug: 'off' }, data: { enabled: false } });
      await db.playbook.updateMany({ where: { slug: 'draft' }, data: { liveVersionId: null } });
    });
    await database.withTenant(site.tenant, (db) =>
      db.playbookVersion.updateMany({
        where: { playbook: { slug: 'broken' } },
        data: { source: 'not: a playbook', contentHash: '0'.repeat(64) },
      }),
    );
    const { started } = await take(site, alertOf('a1'));
    expect(started).toEqual({ runs: [], declined: { broken: 'this version does not pass the check' } });
  });
});

describe('thinking', () => {
  it('that fails holds no playbook back, and happens once per incident', async () => {
    const site = await createTestSite(database);
    let calls = 0;
    const own = incidentDeps(database, {
      triage: async () => {
        calls++;
        throw new Error('the model is away');
      },
    });
    expect((await take(site, alertOf('a1'), own)).started?.runs).toHaveLength(1);
    const thinking = incidentDeps(database, {
      triage: async (tenant, { incidentId }) => {
        calls++;
        const card = { category: 'x', priority: 'low', summary: 'x', statements: [], method: 'rules' };
        await database.withTenant(tenant, (db) =>
          db.triage.create({ data: { orgId: tenant.orgId, incidentId, ...card } }),
        );
      },
    });
    await take(site, alertOf('a2'), thinking);
    await take(site, alertOf('a3'), thinking);
    expect(calls).toBe(2);
  });
});

describe('what vendors put into text', () => {
  it('that no column could hold is stored all the same', async () => {
    const site = await createTestSite(database, []);
    const data = { 'a\u0000b': 'c\u0000d', path: 'C:\\u0000', half: '\ud800', deep: [{ x: '\u0000' }] };
    await take(site, alertOf('a\u00e4', { title: 'T\u0000', message: '\ud800', data }));
    const { alerts } = await readAll(database, site);
    expect(alerts[0]?.data).toEqual({ ab: 'cd', path: 'C:\\u0000', half: '\ufffd', deep: [{ x: '' }] });
  });
});
