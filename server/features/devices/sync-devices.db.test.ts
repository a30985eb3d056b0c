import { beforeEach, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { syncDevices, type VendorDevice } from './sync-devices.ts';

const database = testDatabase();
let tenant: TenantContext;
let rmm: string;
let other: string;
let clientId: string;

beforeEach(async () => {
  tenant = await createTestOrg(database);
  [rmm, other] = [await addConnection('RMM'), await addConnection('Other')];
  clientId = newId();
  await database.withTenant(tenant, (db) =>
    db.client.create({ data: { orgId: tenant.orgId, id: clientId, name: 'Acme' } }),
  );
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
const device = (id: string, changes: Partial<VendorDevice> = {}): VendorDevice => ({
  id,
  name: `WS-${id}`,
  client: { id: 'acme', name: 'Acme' },
  role: 'workstation',
  os: 'Windows 11',
  osFamily: 'windows',
  serial: `SERIAL-${id}`,
  macs: [],
  online: true,
  lastSeenAt: '2026-11-20T08:00:00Z',
  ...changes,
});
const sync = (connection: string, devices: VendorDevice[]) =>
  database.withTenant(tenant, (db) => syncDevices(tenant, db, connection, devices, new Map([['acme', clientId]])));
const rows = () =>
  database.withTenant(tenant, (db) => db.device.findMany({ include: { identities: true }, orderBy: { name: 'asc' } }));

describe('one machine over several connections', () => {
  it('is one device with an identity in each, and says how it was recognised', async () => {
    await sync(rmm, [
      device('1'),
      device('2', { serial: null, macs: ['AA-BB-CC-00-00-02'] }),
      device('3', { serial: null }),
    ]);
    const done = await sync(other, [
      device('a', { name: 'renamed', serial: 'serial-1' }),
      device('b', { name: 'also renamed', serial: null, macs: ['aabb.cc00.0002'] }),
      device('c', { name: 'ws-3', serial: 'LATER-KNOWN' }),
      device('d'),
    ]);
    expect({ added: done.added, matched: done.matched }).toEqual({ added: 1, matched: 3 });
    const found = await rows();
    expect(found).toHaveLength(4);
    const how = found.flatMap((row) =>
      row.identities.filter((one) => one.connectionId === other).map((one) => one.matchedBy),
    );
    expect(how.sort()).toEqual(['mac', 'name-and-client', 'new', 'serial']);
  });

  it('keeps what one connection knows and the other does not', async () => {
    await sync(rmm, [device('1', { macs: ['aa:bb:cc:00:00:01'] })]);
    await sync(other, [
      device('a', { serial: 'SERIAL-1', os: null, client: null, macs: [], lastSeenAt: null, online: null }),
    ]);
    const [row] = await rows();
    expect(row).toMatchObject({ os: 'Windows 11', clientId, online: true, macs: ['aa:bb:cc:00:00:01'] });
  });

  it('is never two identities of one connection: two records there are two devices', async () => {
    await sync(rmm, [device('1'), device('2', { name: 'WS-1', serial: null })]);
    await sync(rmm, [device('1'), device('2', { name: 'WS-1', serial: null }), device('3', { serial: 'SERIAL-1' })]);
    expect((await rows()).map((row) => row.identities.length)).toEqual([1, 1, 1]);
  });
});

it('syncs that run at once add each machine once', async () => {
  const fleet = Array.from({ length: 20 }, (_, index) => device(String(index)));
  const moved = fleet.map((one) => ({ ...one, id: `o-${one.id}` }));
  await Promise.all([sync(rmm, fleet), sync(other, moved), sync(rmm, fleet), sync(other, moved)]);
  const found = await rows();
  expect(found).toHaveLength(20);
  expect(found.every((row) => row.identities.length === 2)).toBe(true);
});

it('touches no other tenant, even with the same ids', async () => {
  const stranger = await createTestOrg(database);
  await sync(rmm, [device('1')]);
  const write = database.withTenant(stranger, (db) => syncDevices(stranger, db, rmm, [device('1')], new Map()));
  await expect(write).rejects.toThrow();
  expect(await database.withTenant(stranger, (db) => db.device.count())).toBe(0);
});
