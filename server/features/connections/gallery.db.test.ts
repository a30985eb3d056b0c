// Before a connection is saved, with the real bus, real connectors and the vendors' sandboxes over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxes } from '#connectors/registry.gen.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { registeredConnectors } from '#server/bus/registry.ts';
import { testKeyring } from '#server/bus/testing/bus-harness.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { createConnection } from './create-connection.ts';
import { listCalls } from './list-calls.ts';
import { checkForm, probeConnection } from './probe-connection.ts';
import { syncConnection } from './sync-connection.ts';
import { listSandboxes, trySandbox } from './try-sandbox.ts';

const database = testDatabase();
const keyring = testKeyring(database);
let sandbox: Sandbox;
let bus: Bus;
let deps: ConnectionsDeps;

const texts = (values: unknown) => values as Record<string, string>;
const admin = (tenant: TenantContext): TenantContext => ({ ...tenant, actor: `user:${newId()}`, role: 'admin' });
const loginOf = (connector: string) => {
  const { settings, secrets } = sandbox.vendors[connector]?.connection() ?? { settings: {}, secrets: {} };
  return { connector, settings: texts(settings), secrets: texts(secrets) };
};

beforeAll(async () => {
  const dialects = await Promise.all(
    ['connectwise/psa', 'ninjaone/rmm'].map(async (id) => {
      const load = sandboxes[id];
      if (!load) throw new Error(`no dialect of ${id}`);
      return { dialect: await load() };
    }),
  );
  sandbox = await startSandbox({ vendors: dialects, dials: { scriptLagMs: 50, feedLagMs: 0, settleMs: 50 } });
  const allowed = Object.values(sandbox.vendors).map(({ origin }) => new URL(origin).host);
  bus = createBus({
    database,
    keyring,
    connectors: registeredConnectors,
    allowPrivateHosts: allowed.join(','),
    baseUrl: 'http://127.0.0.1',
  });
  deps = { database, keyring, vendors: bus.gateway, baseUrl: 'http://127.0.0.1', now: () => new Date() };
});
afterAll(async () => {
  await bus.close();
  await sandbox.close();
});

describe('a form', () => {
  it('is checked by the connector’s own schema, field by field, and nobody is asked', () => {
    const before = sandbox.vendors['ninjaone/rmm']?.exchanges.length;
    const login = loginOf('ninjaone/rmm');
    expect(checkForm(login, deps)).toEqual({ problems: {} });
    const { problems } = checkForm({ ...login, settings: { ...login.settings, host: 'not a host' } }, deps);
    expect(Object.keys(problems)).toEqual(['host']);
    expect(sandbox.vendors['ninjaone/rmm']?.exchanges.length).toBe(before);
  });

  it('is tried before it is saved: a few of what it would bring, and nothing is kept', async () => {
    const tenant = await createTestOrg(database);
    const rmm = await probeConnection(admin(tenant), loginOf('ninjaone/rmm'), deps);
    expect(rmm.summary).toMatch(/\d/);
    const devices = rmm.sample.find(({ what }) => what === 'devices');
    expect(devices).toMatchObject({ hasMore: true, why: null });
    expect(devices?.items).toHaveLength(5);
    const psa = await probeConnection(admin(tenant), loginOf('connectwise/psa'), deps);
    expect(psa.sample.map(({ what }) => what)).toEqual(['clients', 'devices', 'tickets']);
    const rows = await database.withTenant(tenant, async (db) => [
      await db.connection.count(),
      await db.device.count(),
      await db.connectionToken.count(),
    ]);
    expect(rows).toEqual([0, 0, 0]);
  });

  it('is saved with what the trial got: a refresh token that is good for one use works on', async () => {
    const tenant = await createTestOrg(database);
    const person = admin(tenant);
    const form = loginOf('ninjaone/rmm');
    const { probeId } = await probeConnection(person, form, deps);
    expect((await probeConnection(person, { ...form, probeId }, deps)).probeId).toBe(probeId);
    // of another person, or for another form, the trial is none
    const stranger = { ...form, name: 'Stranger', skipTest: false, probeId };
    await expect(createConnection(admin(tenant), stranger, deps)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const saved = await createConnection(person, { ...form, name: 'RMM', skipTest: false, probeId }, deps);
    expect(saved.test?.summary).toMatch(/\d/);
    expect((await syncConnection(person, saved, deps)).devices.seen).toBeGreaterThan(5);
  });

  it('with a wrong key says which, and repeats no secret', async () => {
    const tenant = await createTestOrg(database);
    const login = loginOf('ninjaone/rmm');
    const wrong = { ...login, secrets: { ...login.secrets, clientSecret: 'a-secret-nobody-knows' } };
    const attempt = probeConnection(admin(tenant), wrong, deps);
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(attempt).rejects.not.toThrow('a-secret-nobody-knows');
  });
});

describe('the sandbox of this installation', () => {
  it('is offered to an org that works with it already, and connects without a key, once', async () => {
    const tenant = await createTestOrg(database);
    const controlUrl = `${sandbox.control.origin}/__sandbox`;
    const system: TenantContext = { ...tenant, role: 'system' };
    const psa = { ...loginOf('connectwise/psa'), name: 'PSA', skipTest: false };
    const { connectionId: psaId } = await createConnection(system, psa, deps, { controlUrl });
    await syncConnection(system, { connectionId: psaId }, deps);
    const person = admin(tenant);
    expect(await listSandboxes(person, deps)).toEqual(['connectwise/psa', 'ninjaone/rmm']);
    const first = await trySandbox(person, { connector: 'ninjaone/rmm' }, deps);
    expect(first.wasThere).toBe(false);
    expect(await trySandbox(person, { connector: 'ninjaone/rmm' }, deps)).toEqual({ ...first, wasThere: true });
    const known = await database.withTenant(tenant, async (db) => ({
      devices: await db.device.findMany({ include: { identities: true } }),
      people: await db.person.findMany({ include: { client: true, identities: true } }),
      conflicts: await db.identityConflict.count(),
      audit: await db.auditEntry.findMany({ where: { action: 'create-connection' }, select: { actor: true } }),
    }));
    // the PSA's configurations and the RMM's devices are the same machines
    expect(known.devices.every(({ identities }) => identities.length === 2)).toBe(true);
    expect(known.conflicts).toBe(0);
    expect(known.people.length).toBeGreaterThan(0);
    expect(known.people.every(({ client }) => client !== null)).toBe(true);
    expect(known.audit.map(({ actor }) => actor)).toContain(person.actor);
    expect(await listCalls(person, first, deps)).toEqual([]);
  });

  it('does not exist for any other org: real and simulated clients are never mixed', async () => {
    const person = admin(await createTestOrg(database));
    expect(await listSandboxes(person, deps)).toEqual([]);
    await expect(trySandbox(person, { connector: 'ninjaone/rmm' }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
