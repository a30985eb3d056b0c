// Who at a vendor is who here. The words of a person outlive every sync.
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { syncClients, syncMembers } from '../connections/sync-clients.ts';
import { syncDevices } from '../devices/sync-devices.ts';
import type { ReadClientMappingInput } from './client-mapping.schema.ts';
import { readPeopleMapping, savePeopleMapping } from './people-mapping.ts';
import { listClientChoices, readClientMapping } from './read-client-mapping.ts';
import { saveClientMapping } from './save-client-mapping.ts';

const database = testDatabase();
const deps = { database };
let tenant: TenantContext;
let psa: string;
let rmm: string;

const addConnection = (id: string, name: string) =>
  database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId: tenant.orgId,
        id,
        connector: 'some/thing',
        name,
        ingestSecret: new Uint8Array(32),
        ingestSecretHash: new Uint8Array(32),
      },
    }),
  );
const sync = (connectionId: string, clients: [id: string, name: string][]) =>
  database.withTenant(tenant, (db) =>
    syncClients(
      tenant,
      db,
      connectionId,
      clients.map(([id, name]) => ({ id, name, isActive: true })),
    ),
  );
const read = (connectionId: string, changes: Partial<ReadClientMappingInput> = {}) =>
  readClientMapping(tenant, { connectionId, show: 'all', limit: 50, ...changes }, deps);
const rowOf = async (connectionId: string, externalId: string) => {
  const row = (await read(connectionId)).items.find((one) => one.externalId === externalId);
  if (!row) throw new Error('no such row');
  return row;
};

beforeEach(async () => {
  tenant = await createTestOrg(database);
  [psa, rmm] = [newId(), newId()];
  await addConnection(psa, 'PSA');
  await addConnection(rmm, 'RMM');
  await sync(psa, [
    ['1', 'Acme Dental, Inc.'],
    ['2', 'Bluewater Law'],
  ]);
  await sync(rmm, [
    ['10', 'ACME Dental'],
    ['11', 'Acme Dental Group - HQ'],
    ['12', 'Harbor Logistics'],
  ]);
});

describe('clients', () => {
  it('are shown with the client of ours they are, who else knows it, and who else it could be', async () => {
    expect(await rowOf(rmm, '10')).toMatchObject({
      name: 'ACME Dental',
      client: { name: 'Acme Dental, Inc.' },
      isPinned: false,
      alsoKnownTo: [{ connectionName: 'PSA', name: 'Acme Dental, Inc.' }],
    });
    const headquarters = await rowOf(rmm, '11');
    expect(headquarters.client.name).toBe('Acme Dental Group - HQ');
    expect(headquarters.suggestions).toMatchObject([{ name: 'Acme Dental, Inc.', confidence: 0.82 }]);
  });

  it('come page by page and by a part of their name', async () => {
    const first = await read(rmm, { limit: 2 });
    expect(first.items.map(({ externalId }) => externalId)).toEqual(['10', '11']);
    const second = await read(rmm, { limit: 2, cursor: first.nextCursor });
    expect(second).toMatchObject({ items: [{ externalId: '12' }], nextCursor: null });
    expect(await read(rmm, { cursor: newId() })).toEqual({ items: [], nextCursor: null });
    expect((await read(rmm, { text: 'harb' })).items).toHaveLength(1);
    expect((await read(rmm, { show: 'chosen' })).items).toEqual([]);
  });

  it('that a person matched stay so over every sync, with the devices that vendor lists under them', async () => {
    const [acme, headquarters] = [await rowOf(psa, '1'), await rowOf(rmm, '11')];
    const device = {
      id: 'd1',
      name: 'HQ-01',
      client: { id: '11', name: 'Acme Dental Group - HQ' },
      role: 'workstation',
      os: null,
      osFamily: 'windows',
      serial: null,
      macs: [],
      online: true,
      lastSeenAt: null,
    };
    await database.withTenant(tenant, async (db) =>
      syncDevices(tenant, db, rmm, [device], new Map([['11', headquarters.client.id]])),
    );
    const choice = { identityId: headquarters.identityId, clientId: acme.client.id };
    expect(await saveClientMapping(tenant, { connectionId: rmm, choices: [choice] }, deps)).toEqual({ saved: 1 });
    await sync(rmm, [['11', 'Acme Dental Group - HQ (renamed)']]);
    expect(await rowOf(rmm, '11')).toMatchObject({
      name: 'Acme Dental Group - HQ (renamed)',
      client: acme.client,
      isPinned: true,
    });
    const moved = await database.withTenant(tenant, (db) => db.device.findFirstOrThrow({ where: { name: 'HQ-01' } }));
    expect(moved.clientId).toBe(acme.client.id);
    expect((await read(rmm, { show: 'chosen' })).items).toHaveLength(1);
    const [entry] = await database.withTenant(tenant, (db) =>
      db.auditEntry.findMany({ where: { action: 'save-client-mapping' } }),
    );
    expect(entry?.detail).toMatchObject({ changes: 'Acme Dental Group - HQ: Acme Dental, Inc.' });
  });

  it('can be told apart as a new client, but not under a name that is taken', async () => {
    const { identityId } = await rowOf(rmm, '10');
    const save = (newClient: string) =>
      saveClientMapping(tenant, { connectionId: rmm, choices: [{ identityId, newClient }] }, deps);
    await expect(save('Bluewater Law')).rejects.toMatchObject({ code: 'CONFLICT' });
    await save('Acme Dental West');
    expect(await rowOf(rmm, '10')).toMatchObject({ client: { name: 'Acme Dental West' }, isPinned: true });
    expect((await listClientChoices(tenant, { text: 'west' }, deps)).map(({ name }) => name)).toEqual([
      'Acme Dental West',
    ]);
  });

  it('are nobody else’s: a foreign client, a foreign record and another connection’s record are not found', async () => {
    const { identityId, client } = await rowOf(rmm, '10');
    const stranger = await createTestOrg(database);
    const foreign = newId();
    await database.withTenant(stranger, (db) =>
      db.client.create({ data: { orgId: stranger.orgId, id: foreign, name: 'Theirs' } }),
    );
    const attempts: [TenantContext, string, string, string][] = [
      [tenant, rmm, identityId, foreign],
      [tenant, psa, identityId, client.id],
      [stranger, rmm, identityId, foreign],
    ];
    for (const [who, connectionId, identity, clientId] of attempts) {
      const input = { connectionId, choices: [{ identityId: identity, clientId }] };
      await expect(saveClientMapping(who, input, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await rowOf(rmm, '10')).isPinned).toBe(false);
  });
});

describe('people', () => {
  const addMember = async (name: string, email: string) => {
    const [id, userId] = [newId(), newId()];
    await database.withoutTenant((db) => db.user.create({ data: { id: userId, name, email } }));
    await database.withTenant(tenant, (db) =>
      db.member.create({ data: { orgId: tenant.orgId, id, userId, role: 'technician' } }),
    );
    return id;
  };
  const members = [{ id: '7', handle: 'dwhit', name: 'Dana Whitfield', email: 'DANA@msp.example', isActive: true }];
  const syncPeople = () => database.withTenant(tenant, (db) => syncMembers(tenant, db, psa, members));

  it('are suggested by address and name, linked by nobody but a person, and stay linked over a sync', async () => {
    const dana = await addMember('D. Whitfield', `dana@msp.example`);
    await addMember('Dana Whitfeld', `${newId()}@msp.example`);
    await syncPeople();
    const [before] = (await readPeopleMapping(tenant, { connectionId: psa }, deps)).people;
    expect(before).toMatchObject({ name: 'Dana Whitfield', member: null });
    expect(before?.suggestions.map(({ id }) => id)[0]).toBe(dana);
    expect(before?.suggestions).toHaveLength(2);
    const choices = [{ engineerId: before?.engineerId ?? '', memberId: dana }];
    await savePeopleMapping(tenant, { connectionId: psa, choices }, deps);
    await syncPeople();
    const [after] = (await readPeopleMapping(tenant, { connectionId: psa }, deps)).people;
    expect(after?.member?.id).toBe(dana);
    await database.withTenant(tenant, (db) => db.member.deleteMany({ where: { id: dana } }));
    const [left] = (await readPeopleMapping(tenant, { connectionId: psa }, deps)).people;
    expect(left).toMatchObject({ name: 'Dana Whitfield', member: null });
  });

  it('are not linked to a member of another org', async () => {
    await syncPeople();
    const [person] = (await readPeopleMapping(tenant, { connectionId: psa }, deps)).people;
    const here = tenant;
    tenant = await createTestOrg(database);
    const theirs = await addMember('Theirs', `${newId()}@other.example`);
    const choices = [{ engineerId: person?.engineerId ?? '', memberId: theirs }];
    const save = (who: TenantContext) => savePeopleMapping(who, { connectionId: psa, choices }, deps);
    await expect(save(here)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(save(tenant)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
