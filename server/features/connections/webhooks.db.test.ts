// A vendor that makes a signing key when it is told our address, can say whether it still calls us, and switches hooks
// off; and our own secrets while they change. Real bus, real HTTP, real Postgres.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { testKeyring } from '#server/bus/testing/bus-harness.ts';
import { startTestVendor, type TestVendor, testConnector } from '#server/bus/testing/test-vendor.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { idAt, newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { pollMark } from '../ingest/public.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { openIngestSecret, openSecrets, sealIngestSecret, sealSecrets } from './connection-secrets.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { listConnections } from './list-connections.ts';
import { replayEvent } from './replay-event.ts';
import { endFormer, registerWebhook, rotateIngestSecret, rotateWebhookSecrets } from './set-up-webhook.ts';
import { readWebhookArrival, testWebhook } from './test-webhook.ts';
import { updateConnection } from './update-connection.ts';

const database = testDatabase();
const keyring = testKeyring(database);
const hook = testConnector.triggers.webhook;
if (!hook) throw new Error('the test connector has no webhook');
const secrets = z.strictObject({ key: z.string(), hookSecret: z.string(), signingKey: z.string().optional() });

/** At the vendor: the hook as it stands there. */
const there = { isActive: true, registered: [] as string[], canRegister: true };
const connector = defineConnector({
  ...testConnector,
  auth: { ...testConnector.auth, secrets },
  triggers: {
    polls: [],
    webhook: {
      ...hook,
      verify: async (
        context: { secrets: z.infer<typeof secrets> },
        { headers }: { headers: Readonly<Record<string, string>> },
      ) =>
        headers['x-hook'] === (context.secrets.signingKey ?? context.secrets.hookSecret)
          ? { ok: true as const }
          : { ok: false as const, reason: 'wrong header' },
      register: async (_context: unknown, url: string) => {
        if (!there.canRegister) throw new Error('no');
        there.registered.push(url);
        there.isActive = true;
        return { secrets: { signingKey: `vendor-made-${there.registered.length}-${randomBytes(12).toString('hex')}` } };
      },
      check: async () =>
        there.isActive
          ? { isActive: true as const }
          : { isActive: false as const, why: 'It was switched off after failures.' },
    },
  },
});

let vendor: TestVendor;
let bus: Bus;
let deps: ConnectionsDeps;
let tenant: TenantContext;
let connectionId: string;

beforeAll(async () => {
  vendor = await startTestVendor();
  bus = createBus({ database, keyring, connectors: { [connector.id]: connector }, allowPrivateHosts: undefined });
  deps = { database, keyring, vendors: bus.gateway, baseUrl: 'https://msp.example', now: () => new Date() };
});
afterAll(async () => {
  await bus.close();
  await vendor.close();
});
beforeEach(async () => {
  Object.assign(there, { isActive: true, registered: [], canRegister: true });
  tenant = await createTestOrg(database);
  connectionId = newId();
  const sealed = await sealSecrets(tenant, keyring, connectionId, {
    key: 'k-123456',
    hookSecret: 'first-secret-of-ours',
  });
  const ingest = await sealIngestSecret(tenant, keyring, connectionId);
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId: tenant.orgId,
        id: connectionId,
        connector: connector.id,
        name: 'Hooked',
        settings: { baseUrl: vendor.origin },
        secrets: sealed,
        ...ingest,
        status: 'healthy',
        isSandbox: true,
      },
    }),
  );
});

const row = () => database.withTenant(tenant, (db) => db.connection.findFirstOrThrow({ where: { id: connectionId } }));
const stored = async () => openSecrets(tenant, keyring, await row());
const change = (data: object) =>
  database.withTenant(tenant, (db) => db.connection.updateMany({ where: { id: connectionId }, data }));
/** with a fresh verifier, as another process would judge */
const isTaken = async (header: unknown) => {
  const other = createBus({
    database,
    keyring,
    connectors: { [connector.id]: connector },
    allowPrivateHosts: undefined,
  });
  const route = { orgId: tenant.orgId, connectionId, connector: connector.id };
  const verdict = await other.webhooks.verify(route, { headers: { 'x-hook': String(header) }, body: new Uint8Array() });
  await other.close();
  return verdict.ok;
};
const check = async () => {
  await change({ hookCheckDueAt: null });
  const errors: unknown[] = [];
  await checkWebhooks({ ...deps, onError: (error, { orgId }) => orgId === tenant.orgId && errors.push(error) });
  expect(errors).toEqual([]);
  const after = await row();
  return { isActive: after.hookIsActive, problem: after.hookProblem };
};
const actions = async () =>
  (await database.withTenant(tenant, (db) => db.auditEntry.findMany({ orderBy: { id: 'asc' } }))).map(
    (entry) => entry.action,
  );

describe('what a vendor makes when it is told our address', () => {
  it('is kept sealed with the connection’s own, and proves deliveries from then on; the former for a day', async () => {
    await registerWebhook(tenant, { connectionId }, deps);
    const first = (await stored()).signingKey;
    expect(first).toMatch(/^vendor-made-1-/);
    expect((await stored()).key).toBe('k-123456');
    expect(await isTaken(first)).toBe(true);
    await registerWebhook(tenant, { connectionId }, deps);
    const second = (await stored()).signingKey;
    expect(second).not.toBe(first);
    expect([await isTaken(second), await isTaken(first), await isTaken('guess')]).toEqual([true, true, false]);
    const kept = await database.sqlWithTenant(tenant, (sql) =>
      sql.query<{ text: string }>(
        'SELECT c::text AS text FROM connection c UNION ALL SELECT a::text FROM audit_entry a',
      ),
    );
    for (const secret of [first, second]) expect(kept.some(({ text }) => text.includes(String(secret)))).toBe(false);
  });
});

describe('a hook that the vendor switched off', () => {
  it('is told to it again, by itself, when it was alive before', async () => {
    expect(await check()).toEqual({ isActive: true, problem: null });
    there.isActive = false;
    expect(await check()).toEqual({ isActive: true, problem: null });
    expect(there.registered).toHaveLength(1);
    expect(await actions()).toContain('register-webhook');
  });

  it('is a person’s to set up when it never was alive, and the connection says so', async () => {
    there.isActive = false;
    const { isActive, problem } = await check();
    expect(isActive).toBe(false);
    expect(problem).toMatch(/switched off after failures.*set up again under Connections/);
    expect(there.registered).toEqual([]);
    const [shown] = await listConnections(tenant, deps);
    expect(shown).toMatchObject({ status: 'degraded', statusDetail: problem });
    await registerWebhook(tenant, { connectionId }, deps);
    expect((await listConnections(tenant, deps))[0]).toMatchObject({ status: 'healthy', statusDetail: null });
  });

  it('that cannot be told again is tried at the next look', async () => {
    await check();
    Object.assign(there, { isActive: false, canRegister: false });
    expect((await check()).problem).toMatch(/set up again/);
    there.canRegister = true;
    expect(await check()).toEqual({ isActive: true, problem: null });
    expect(there.registered).toHaveLength(1);
  });

  it('is left alone while automation is switched off, and told again once it is on', async () => {
    await check();
    const setAutomation = (automation: string) =>
      database.withTenant(tenant, (db) =>
        db.org.update({ where: { id: tenant.orgId }, data: { settings: { automation } } }),
      );
    for (const off of ['off', 'reads-only', 'nonsense']) {
      await setAutomation(off);
      there.isActive = false;
      expect((await check()).problem).toMatch(/Automation is switched off/);
    }
    expect(there.registered).toEqual([]);
    await setAutomation('on');
    expect(await check()).toEqual({ isActive: true, problem: null });
    expect(there.registered).toHaveLength(1);
  });

  it('that is gone however often it is told is not told for ever', async () => {
    await check();
    for (let look = 0; look < 12; look++) {
      there.isActive = false;
      await check();
    }
    expect(there.registered).toHaveLength(4);
    expect((await row()).hookProblem).toMatch(/set up again 4 times within a day/);
  });

  it('is looked at by one process, and not again before its time', async () => {
    const all = await Promise.all([1, 2, 3].map(() => checkWebhooks({ ...deps, onError: () => {} })));
    const mine = all.reduce((sum, { checked }) => sum + checked, 0);
    expect(mine).toBeGreaterThanOrEqual(1);
    expect((await row()).hookCheckDueAt?.getTime()).toBeGreaterThan(Date.now() + 600_000);
  });
});

describe('secrets of ours', () => {
  it('change with an overlap that a person may end', async () => {
    const { formerUntil } = await rotateWebhookSecrets(tenant, { connectionId }, deps);
    expect(formerUntil.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    const { hookSecret } = await stored();
    expect(hookSecret).not.toBe('first-secret-of-ours');
    expect([await isTaken(hookSecret), await isTaken('first-secret-of-ours')]).toEqual([true, true]);
    expect(await endFormer(tenant, { connectionId, what: 'secrets' }, deps)).toEqual({ ended: true });
    expect([await isTaken(hookSecret), await isTaken('first-secret-of-ours')]).toEqual([true, false]);
    expect(await endFormer(tenant, { connectionId, what: 'secrets' }, deps)).toEqual({ ended: false });
    expect(await actions()).toEqual(['rotate-webhook-secrets', 'end-former-webhook']);
  });

  it('never take back a key that somebody enters at the same moment, nor does that take theirs back', async () => {
    const own = { ...deps, vendors: { ...deps.vendors } };
    let isFirst = true;
    // between reading the stored secrets and writing them
    own.vendors.validate = (...given) => {
      const checked = deps.vendors.validate(...given);
      if (isFirst) meanwhile = enterKey();
      isFirst = false;
      return checked;
    };
    let meanwhile: Promise<unknown> = Promise.resolve();
    const enterKey = () =>
      updateConnection(tenant, { connectionId, secrets: { key: 'k-entered-now' }, skipTest: true }, deps);
    const slow = {
      ...own,
      keyring: {
        ...keyring,
        seal: async (...given: Parameters<typeof keyring.seal>) => {
          await meanwhile;
          return keyring.seal(...given);
        },
      },
    };
    await rotateWebhookSecrets(tenant, { connectionId }, slow);
    const now = await stored();
    expect(now.key).toBe('k-entered-now');
    expect(now.hookSecret).not.toBe('first-secret-of-ours');

    // the other way round: the form was open while the hook's secret changed
    isFirst = true;
    own.vendors.validate = (...given) => {
      const checked = deps.vendors.validate(...given);
      if (isFirst) meanwhile = rotateWebhookSecrets(tenant, { connectionId }, deps);
      isFirst = false;
      return checked;
    };
    const late = { ...slow, vendors: own.vendors };
    const entering = updateConnection(tenant, { connectionId, secrets: { key: 'k-too-late' }, skipTest: true }, late);
    await expect(entering).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await stored()).key).toBe('k-entered-now');
  });

  it('of before are worth nothing after their day', async () => {
    await rotateWebhookSecrets(tenant, { connectionId }, deps);
    await change({ formerSecretsUntil: new Date(Date.now() - 1_000) });
    expect(await isTaken('first-secret-of-ours')).toBe(false);
  });

  it('the address changes with an overlap too', async () => {
    const before = await openIngestSecret(tenant, keyring, await row());
    await rotateIngestSecret(tenant, { connectionId }, deps);
    const after = await row();
    expect(await openIngestSecret(tenant, keyring, after)).not.toBe(before);
    const hash = createHash('sha256').update(before).digest('hex');
    expect(Buffer.from(after.formerIngestSecretHash ?? []).toString('hex')).toBe(hash);
    await endFormer(tenant, { connectionId, what: 'address' }, deps);
    expect((await row()).formerIngestSecretHash).toBeNull();
  });

  it('a new address is told by itself to a vendor that can be asked', async () => {
    await check();
    await rotateIngestSecret(tenant, { connectionId }, deps);
    expect((await row()).hookCheckDueAt).toBeNull();
    // the vendor does not know the new one
    there.isActive = false;
    await check();
    expect(there.registered.at(-1)).toContain(await openIngestSecret(tenant, keyring, await row()));
  });
});

describe('the proof that the vendor reaches us', () => {
  const arrive = (headers: object, receivedAt = new Date()) => {
    const body = randomBytes(8);
    return database.withTenant(tenant, (db) =>
      db.inbox.create({
        data: {
          orgId: tenant.orgId,
          id: idAt(receivedAt),
          connectionId,
          dedupeKey: body.toString('hex'),
          headers,
          body,
          state: 'dead',
          receivedAt,
        },
      }),
    );
  };
  it('is looked for within the last hour, whatever a page asks for', async () => {
    const since = '1970-01-01T00:00:00Z';
    await arrive({}, new Date(Date.now() - 2 * 3_600_000));
    expect(await readWebhookArrival(tenant, { connectionId, since }, deps)).toEqual({ delivery: null });
    await arrive({});
    expect((await readWebhookArrival(tenant, { connectionId, since }, deps)).delivery).not.toBeNull();
  });

  it('is a delivery of its own since then, not a poll’s and not an old one', async () => {
    await arrive({});
    const { since, wasSent, hint } = await testWebhook(tenant, { connectionId }, deps);
    expect(wasSent).toBe(false);
    expect(hint).toMatch(/Testvendor/);
    const arrival = () => readWebhookArrival(tenant, { connectionId, since }, deps);
    expect(await arrival()).toEqual({ delivery: null });
    await arrive(pollMark);
    expect(await arrival()).toEqual({ delivery: null });
    const { id } = await arrive({ 'user-agent': 'vendor' });
    expect((await arrival()).delivery).toMatchObject({ id, via: 'webhook' });
  });

  it('a dead letter lives again once, by somebody, of this connection only', async () => {
    const { id: eventId } = await arrive({});
    const replay = (of = connectionId) => replayEvent(tenant, { connectionId: of, eventId }, deps);
    await expect(replay(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await replay()).toEqual({ replayed: true });
    await expect(replay()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await actions()).toEqual(['replay-event']);
  });
});
