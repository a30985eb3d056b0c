// A capability that brings a secret: what is kept of it, and who gets to see it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineConnector } from '#connectors/sdk/connector.ts';
import { listSeals } from '#server/features/seals/list-seals.ts';
import { openSeal } from '#server/features/seals/open-seal.ts';
import { eraseExpiredSeals } from '#server/features/seals/public.ts';
import { sealedValuePlace } from '#server/platform/crypto/seal-place.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { createBus } from './create-bus.ts';
import { announceCall, createBusHarness, testKeyring } from './testing/bus-harness.ts';
import { startTestVendor, type TestVendor, testConnector } from './testing/test-vendor.ts';

const password = 'Quartz-Lantern-4471!';
const database = testDatabase();
const keyring = testKeyring(database);
const harness = createBusHarness(database, keyring);
const bus = createBus({
  database,
  keyring,
  connectors: {
    [testConnector.id]: defineConnector({
      ...testConnector,
      systems: ['directory'],
      capabilities: {
        'user.password.reset': { run: async (_context, { user }) => ({ user, temporaryPassword: password }) },
      },
    }),
  },
  allowPrivateHosts: undefined,
});
let vendor: TestVendor;
beforeAll(async () => {
  vendor = await startTestVendor();
});
afterAll(async () => {
  await vendor.close();
  await bus.close();
  await harness.bus.close();
});

async function reset() {
  const fixture = await harness.org(vendor.origin);
  const call = await announceCall(database, fixture, 'user.password.reset', { client: fixture.clientId, user: 'u1' });
  const outcome = await bus.capabilities.call(call);
  if (outcome.kind !== 'done') throw new Error(`not done: ${JSON.stringify(outcome)}`);
  const [seal] = await listSeals(fixture.tenant, { runId: fixture.runId }, { database, now: () => new Date() });
  if (!seal) throw new Error('nothing was sealed');
  return { fixture, call, outcome, seal };
}
const deps = { database, keyring, now: () => new Date() };
const person = (fixture: { tenant: TenantContext }): TenantContext => ({
  orgId: fixture.tenant.orgId,
  actor: 'user:0190f2d8-0000-7000-8000-000000000001',
  role: 'technician',
});

describe('a secret that a capability brings', () => {
  it('is a reference wherever it is kept', async () => {
    const { fixture, call, outcome, seal } = await reset();
    expect(outcome.output).toEqual({ user: 'u1', temporaryPassword: `sealed:${seal.id}` });
    expect(seal).toMatchObject({ state: 'sealed', path: call.path, field: 'temporaryPassword', openedBy: null });
    const kept = await database.sqlWithTenant(fixture.tenant, (sql) =>
      sql.query<{ text: string }>(
        `SELECT t::text AS text FROM evidence t UNION ALL SELECT t::text FROM audit_entry t
         UNION ALL SELECT t::text FROM sealed_value t UNION ALL SELECT t::text FROM intent t`,
      ),
    );
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.filter(({ text }) => text.includes(password))).toEqual([]);
  });

  it('is opened once, with a reason in the log, and is gone then', async () => {
    const { fixture, seal } = await reset();
    const open = () => openSeal(person(fixture), { sealId: seal.id, why: 'call 4711' }, deps);
    const both = await Promise.allSettled([open(), open(), open()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'fulfilled')).toMatchObject({ value: { value: password } });
    await expect(open()).rejects.toMatchObject({ code: 'CONFLICT' });
    const entries = await database.withTenant(fixture.tenant, (db) =>
      db.auditEntry.findMany({ where: { action: 'open-seal' } }),
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ why: 'call 4711', targetId: fixture.runId });
    const row = await database.withTenant(fixture.tenant, (db) => db.sealedValue.findFirst({ where: { id: seal.id } }));
    expect(row).toMatchObject({ value: null, openedBy: person(fixture).actor });
  });

  it('does not exist for another org, and its bytes are worthless in another place', async () => {
    const { fixture, seal } = await reset();
    const stranger = await createTestOrg(database);
    await expect(
      openSeal({ ...stranger, role: 'owner' }, { sealId: seal.id, why: 'curious' }, deps),
    ).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const row = await database.withTenant(fixture.tenant, (db) => db.sealedValue.findFirst({ where: { id: seal.id } }));
    const sealed = row?.value ?? new Uint8Array();
    await expect(keyring.openText(fixture.tenant, sealedValuePlace(fixture.runId), sealed)).rejects.toThrow();
    await expect(keyring.openText(stranger, sealedValuePlace(seal.id), sealed)).rejects.toThrow();
  });

  it('is erased after a day, whoever asks', async () => {
    const { fixture, seal } = await reset();
    const other = await reset();
    await database.withTenant(fixture.tenant, (db) =>
      db.sealedValue.updateMany({ where: { id: seal.id }, data: { expiresAt: new Date(Date.now() - 1_000) } }),
    );
    await expect(openSeal(person(fixture), { sealId: seal.id, why: 'too late' }, deps)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await eraseExpiredSeals(database)).toBeGreaterThan(0);
    const storedOf = async ({ fixture: of, seal: one }: typeof other) =>
      (await database.withTenant(of.tenant, (db) => db.sealedValue.findFirst({ where: { id: one.id } })))?.value ??
      null;
    expect(await storedOf({ ...other, fixture, seal })).toBeNull();
    expect(await storedOf(other)).not.toBeNull();
  });
});
