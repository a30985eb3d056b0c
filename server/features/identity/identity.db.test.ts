// Who is who, decided by a person, against a real database and real syncs.
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { readDevice } from '../devices/read-device.ts';
import { syncDevices, type VendorDevice } from '../devices/sync-devices.ts';
import { decideConflict } from './decide-conflict.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { listClients, readClient } from './list-clients.ts';
import { listConflicts } from './list-conflicts.ts';
import { listPeople } from './list-people.ts';
import { markGoneDevices } from './mark-gone.repository.ts';
import { mergeSubjects } from './merge-subjects.ts';
import { splitSubject } from './split-subject.ts';
import { syncPeople, type VendorPerson } from './sync-people.ts';
import { undoDecision } from './undo-decision.ts';

const database = testDatabase();
const deps: IdentityDeps = { database, now: () => new Date() };
let tenant: TenantContext;
let rmm: string;
let psa: string;
let acme: string;
let globex: string;

beforeEach(async () => {
  tenant = await createTestOrg(database);
  [rmm, psa] = [await addConnection('RMM'), await addConnection('PSA')];
  [acme, globex] = [await addClient('Acme'), await addClient('Globex')];
});

async function addConnection(name: string): Promise<string> {
  const id = newId();
  const none = new Uint8Array(1);
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: { orgId: tenant.orgId, id, connector: 'x/y', name, ingestSecret: none, ingestSecretHash: none },
    }),
  );
  return id;
}
async function addClient(name: string): Promise<string> {
  const id = newId();
  const { orgId } = tenant;
  await database.withTenant(tenant, async (db) => {
    await db.client.create({ data: { orgId, id, name } });
    for (const connectionId of [rmm, psa]) {
      await db.clientIdentity.create({ data: { orgId, clientId: id, connectionId, externalId: name, name } });
    }
  });
  return id;
}
const device = (id: string, changes: Partial<VendorDevice> = {}): VendorDevice => ({
  id,
  name: `WS-${id}`,
  client: { id: 'Acme', name: 'Acme' },
  role: 'workstation',
  os: 'Windows 11',
  osFamily: 'windows',
  serial: null,
  macs: [],
  online: true,
  lastSeenAt: null,
  ...changes,
});
const sync = async (connection: string, ...devices: VendorDevice[]) => {
  const done = await database.withTenant(tenant, (db) =>
    syncDevices(
      tenant,
      db,
      connection,
      devices,
      new Map([
        ['Acme', acme],
        ['Globex', globex],
      ]),
    ),
  );
  return (external: string) => done.ids.get(external) ?? '';
};
const read = (id: string) => readDevice(tenant, { id }, { database });
const open = async () => (await listConflicts(tenant, { limit: 50, state: 'open' }, deps)).items;
const audit = () =>
  database.withTenant(tenant, async (db) => (await db.auditEntry.findMany()).map(({ action }) => action));

describe('a merge', () => {
  it('makes one of two, survives the next syncs, and is undone exactly', async () => {
    const a = (await sync(rmm, device('1')))('1');
    const b = (await sync(psa, device('x', { name: 'OLD-NAME', serial: 'SERIAL-9' })))('x');
    expect(a).not.toBe(b);
    const { groupId } = await mergeSubjects(tenant, { kind: 'device', keepId: a, otherId: b }, deps);
    expect((await sync(psa, device('x', { name: 'OLD-NAME', serial: 'SERIAL-9' })))('x')).toBe(a);
    expect((await sync(rmm, device('1')))('1')).toBe(a);
    const merged = await read(b);
    expect(merged).toMatchObject({ id: a, isRedirected: true, name: 'WS-1', serial: 'SERIAL-9' });
    expect(merged.records.map(({ confidence, matchedBy }) => [confidence, matchedBy])).toContainEqual([
      100,
      'decision',
    ]);
    expect(merged.decisions).toMatchObject([{ groupId, verdict: 'same', records: 1, revokedAt: null }]);

    await undoDecision(tenant, { groupId }, deps);
    expect(await read(b)).toMatchObject({ id: b, isRedirected: false, name: 'OLD-NAME' });
    expect((await read(a)).records).toHaveLength(1);
    expect((await sync(psa, device('x', { name: 'OLD-NAME', serial: 'SERIAL-9' })))('x')).toBe(b);
    expect(await audit()).toEqual(expect.arrayContaining(['merge-device', 'undo-merge-device']));
    await expect(undoDecision(tenant, { groupId }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused for what is merged already, for one and the same, and for another tenant’s', async () => {
    const ids = await sync(rmm, device('1'), device('2'), device('3'));
    await mergeSubjects(tenant, { kind: 'device', keepId: ids('1'), otherId: ids('2') }, deps);
    const merge = (keepId: string, otherId: string, who = tenant) =>
      mergeSubjects(who, { kind: 'device', keepId, otherId }, deps);
    await expect(merge(ids('3'), ids('2'))).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(merge(ids('3'), ids('3'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(merge(ids('1'), ids('3'), await createTestOrg(database))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('cannot be undone past a newer decision about the same records', async () => {
    const ids = await sync(rmm, device('1'), device('2'), device('3'));
    const first = await mergeSubjects(tenant, { kind: 'device', keepId: ids('1'), otherId: ids('2') }, deps);
    const second = await mergeSubjects(tenant, { kind: 'device', keepId: ids('3'), otherId: ids('1') }, deps);
    await expect(undoDecision(tenant, first, deps)).rejects.toMatchObject({ code: 'CONFLICT' });
    await undoDecision(tenant, second, deps);
    await undoDecision(tenant, first, deps);
    expect(await read(ids('2'))).toMatchObject({ isRedirected: false });
  });
});

describe('a split', () => {
  it('takes a record out, which no sync puts back, whatever signs it shares; undone, it is one again', async () => {
    const a = (await sync(rmm, device('1', { serial: 'SERIAL-1' })))('1');
    expect((await sync(psa, device('x', { serial: 'SERIAL-1' })))('x')).toBe(a);
    const record = (await read(a)).records.find(({ connectionId }) => connectionId === psa);
    const { groupId, subjectId } = await splitSubject(
      tenant,
      { kind: 'device', subjectId: a, recordIds: [record?.id ?? ''] },
      deps,
    );
    expect(await read(subjectId)).toMatchObject({ name: 'WS-x', serial: 'SERIAL-1' });
    expect((await sync(psa, device('x', { serial: 'SERIAL-1' })))('x')).toBe(subjectId);
    expect(await open()).toEqual([]);
    // even when the record is new to us: the word is about the vendor's records
    await database.withTenant(tenant, (db) => db.deviceIdentity.deleteMany({ where: { connectionId: psa } }));
    expect((await sync(psa, device('x', { serial: 'SERIAL-1' })))('x')).not.toBe(a);
    await undoDecision(tenant, { groupId }, deps).catch(() => undefined);
  });

  it('undone, the records and the addresses lead to the one again', async () => {
    const a = (await sync(rmm, device('1', { serial: 'SERIAL-1' })))('1');
    await sync(psa, device('x', { serial: 'SERIAL-1' }));
    const record = (await read(a)).records.find(({ connectionId }) => connectionId === psa);
    const split = { kind: 'device' as const, subjectId: a, recordIds: [record?.id ?? ''] };
    const { groupId, subjectId } = await splitSubject(tenant, split, deps);
    await undoDecision(tenant, { groupId }, deps);
    expect(await read(subjectId)).toMatchObject({ id: a, isRedirected: true });
    expect((await read(a)).records).toHaveLength(2);
  });

  it('of what was merged gives back the one that was there before', async () => {
    const a = (await sync(rmm, device('1')))('1');
    const b = (await sync(psa, device('x')))('x');
    await mergeSubjects(tenant, { kind: 'device', keepId: a, otherId: b }, deps);
    const record = (await read(a)).records.find(({ connectionId }) => connectionId === psa);
    const split = { kind: 'device' as const, subjectId: a, recordIds: [record?.id ?? ''] };
    expect((await splitSubject(tenant, split, deps)).subjectId).toBe(b);
  });

  it('leaves at least one record', async () => {
    const a = (await sync(rmm, device('1')))('1');
    const recordIds = (await read(a)).records.map(({ id }) => id);
    const split = splitSubject(tenant, { kind: 'device', subjectId: a, recordIds }, deps);
    await expect(split).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('conflicts are kept as rows', () => {
  it('when connections give one machine two names, until they agree again', async () => {
    const a = (await sync(rmm, device('1', { serial: 'SERIAL-1' })))('1');
    await sync(psa, device('x', { serial: 'SERIAL-1', name: 'OTHER' }));
    const [conflict] = await open();
    expect(conflict).toMatchObject({ topic: 'names-differ', subject: { id: a } });
    expect(conflict?.sentence).toBe('One machine, two names: RMM says "WS-1", PSA says "OTHER".');
    await sync(psa, device('x', { serial: 'SERIAL-1', name: 'ws-1' }));
    expect(await open()).toEqual([]);
    await sync(psa, device('x', { serial: 'SERIAL-1', name: 'OTHER' }));
    expect(await open()).toHaveLength(1);
  });

  it('accepted, it is not asked again until something changes', async () => {
    await sync(rmm, device('1', { serial: 'SERIAL-1' }));
    await sync(psa, device('x', { serial: 'SERIAL-1', name: 'OTHER' }));
    const [conflict] = await open();
    await decideConflict(tenant, { conflictId: conflict?.id ?? '', verdict: 'accept' }, deps);
    await sync(psa, device('x', { serial: 'SERIAL-1', name: 'OTHER' }));
    expect(await open()).toEqual([]);
    await sync(psa, device('x', { serial: 'SERIAL-1', name: 'THIRD' }));
    expect(await open()).toHaveLength(1);
  });

  it('when one connection lists a machine twice; "different" ends it for good, "same" makes one of them', async () => {
    const ids = await sync(rmm, device('1', { serial: 'SERIAL-1' }), device('2', { serial: 'SERIAL-1' }));
    const [conflict] = await open();
    expect(conflict).toMatchObject({ topic: 'same-serial', candidates: [{ id: ids('2') }] });
    await decideConflict(tenant, { conflictId: conflict?.id ?? '', verdict: 'different' }, deps);
    await sync(rmm, device('1', { serial: 'SERIAL-1' }), device('2', { serial: 'SERIAL-1' }));
    expect(await open()).toEqual([]);

    await sync(rmm, device('3', { serial: 'SERIAL-3' }), device('4', { serial: 'SERIAL-3' }));
    const [again] = await open();
    const candidateId = again?.candidates[0]?.id ?? null;
    const { groupId } = await decideConflict(
      tenant,
      { conflictId: again?.id ?? '', verdict: 'same', candidateId },
      deps,
    );
    expect(groupId).not.toBeNull();
    expect((await read(again?.subject.id ?? '')).records).toHaveLength(2);
    expect(await open()).toEqual([]);
  });

  it('when a record fits two devices, which both stay what they are', async () => {
    await sync(rmm, device('1', { name: 'PC' }), device('2', { name: 'PC' }));
    const stranger = (await sync(psa, device('x', { name: 'PC' })))('x');
    expect(await open()).toMatchObject([{ topic: 'two-candidates', subject: { id: stranger }, candidates: [{}, {}] }]);
  });

  it('when a device moved to another client, which it follows', async () => {
    const a = (await sync(rmm, device('1')))('1');
    await sync(rmm, device('1', { client: { id: 'Globex', name: 'Globex' } }));
    expect((await read(a)).client?.name).toBe('Globex');
    const [conflict] = await open();
    expect(conflict?.sentence).toContain('RMM moved it from "Acme" to "Globex"');
  });

  it('belong to their tenant', async () => {
    await sync(rmm, device('1', { serial: 'SERIAL-1' }), device('2', { serial: 'SERIAL-1' }));
    const [conflict] = await open();
    const stranger = await createTestOrg(database);
    const decide = decideConflict(stranger, { conflictId: conflict?.id ?? '', verdict: 'accept' }, deps);
    await expect(decide).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('a device that a connection no longer lists is marked gone, not deleted, and comes back', async () => {
  const ids = await sync(rmm, device('1'), device('2'));
  const since = new Date(Date.now() + 1);
  await database.withTenant(tenant, (db) =>
    db.deviceIdentity.updateMany({ where: { externalId: '1' }, data: { seenAt: new Date(since.getTime() + 10) } }),
  );
  await database.withTenant(tenant, (db) => markGoneDevices(tenant, db, { connectionId: rmm, since }));
  expect((await read(ids('2'))).goneAt).not.toBeNull();
  expect((await read(ids('1'))).goneAt).toBeNull();
  expect((await sync(rmm, device('2')))('2')).toBe(ids('2'));
  expect((await read(ids('2'))).goneAt).toBeNull();
});

describe('clients', () => {
  it('merged, bring their devices along; undone, each has its own again', async () => {
    const id = (await sync(rmm, device('1', { client: { id: 'Globex', name: 'Globex' } })))('1');
    const { groupId } = await mergeSubjects(tenant, { kind: 'client', keepId: acme, otherId: globex }, deps);
    expect((await read(id)).client?.name).toBe('Acme');
    expect(await readClient(tenant, { id: globex }, deps)).toMatchObject({ id: acme, isRedirected: true, devices: 1 });
    expect((await listClients(tenant, { limit: 50, show: 'all' }, deps)).items.map(({ name }) => name)).toEqual([
      'Acme',
    ]);
    await undoDecision(tenant, { groupId }, deps);
    expect((await read(id)).client?.name).toBe('Globex');
  });

  it('split, make a client of the record’s own name beside the other', async () => {
    const [record] = (await readClient(tenant, { id: acme }, deps)).records;
    const split = { kind: 'client' as const, subjectId: acme, recordIds: [record?.id ?? ''] };
    const { subjectId } = await splitSubject(tenant, split, deps);
    expect((await readClient(tenant, { id: subjectId }, deps)).name).toBe('Acme (RMM)');
  });
});

describe('people', () => {
  const person = (id: string, changes: Partial<VendorPerson> = {}): VendorPerson => ({
    id,
    name: 'Dana Whitfield',
    client: { id: 'Acme', name: 'Acme' },
    email: 'dana@acme.example',
    principalName: null,
    jobTitle: null,
    isActive: true,
    ...changes,
  });
  const syncAll = (connection: string, ...people: VendorPerson[]) =>
    database.withTenant(tenant, (db) =>
      syncPeople(
        tenant,
        db,
        connection,
        people,
        new Map([
          ['Acme', acme],
          ['Globex', globex],
        ]),
      ),
    );
  const list = async () => (await listPeople(tenant, { limit: 50 }, deps)).items;

  it('are one person by mail or sign-in name within a client, never by name', async () => {
    await syncAll(psa, person('1'), person('2', { email: null }), person('3', { email: 'info@acme.example' }));
    const done = await syncAll(
      rmm,
      person('u1', { email: null, principalName: 'DANA@acme.example' }),
      person('u2', { email: 'dana@acme.example', client: { id: 'Globex', name: 'Globex' } }),
    );
    expect(done).toEqual({ seen: 2, added: 1, matched: 1 });
    const people = await list();
    expect(people).toHaveLength(4);
    const dana = people.find(({ records }) => records.length === 2);
    expect(dana?.records.find(({ externalId }) => externalId === 'u1')).toMatchObject({ confidence: 95 });
  });

  it('that fit two people are a conflict, and a merge of them holds', async () => {
    await syncAll(psa, person('1'), person('2'));
    await syncAll(rmm, person('u1'));
    const [conflict] = await open();
    expect(conflict).toMatchObject({ kind: 'person', topic: 'two-candidates' });
    const candidateId = conflict?.candidates[0]?.id ?? null;
    await decideConflict(tenant, { conflictId: conflict?.id ?? '', verdict: 'same', candidateId }, deps);
    await syncAll(rmm, person('u1'));
    expect(await list()).toHaveLength(2);
  });
});
