// The connections feature with the real bus, the real connectors and the vendors' sandboxes over HTTP.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxes } from '#connectors/registry.gen.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { registeredConnectors } from '#server/bus/registry.ts';
import { testKeyring } from '#server/bus/testing/bus-harness.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { pollMark } from '../ingest/accept-hints.ts';
import type { EntityReader, WebhookVerifier } from '../ingest/ingest-ports.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { createConnection } from './create-connection.ts';
import { listConnections, listConnectors, readConnection } from './list-connections.ts';
import { listDeliveries } from './list-deliveries.ts';
import { pollConnections } from './poll-connections.ts';
import { sendTestAlert } from './send-test-alert.ts';
import { registerWebhook, rotateIngestSecret } from './set-up-webhook.ts';
import { syncConnection } from './sync-connection.ts';
import { syncDueConnections } from './sync-due-connections.ts';
import { testConnection } from './test-connection.ts';
import { setEnabled, updateConnection } from './update-connection.ts';
import type { EntityHint, VendorGateway } from './vendor-gateway.ts';

const database = testDatabase();
const keyring = testKeyring(database);
let sandbox: Sandbox;
let bus: Bus;
let deps: ConnectionsDeps;
let tenant: TenantContext;
let psaId: string;
let rmmId: string;

interface Delivery {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}
const delivered: Delivery[] = [];
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  delivered.push({ path: request.url ?? '', headers, body: Buffer.concat(chunks) });
  response.writeHead(202).end('{}');
});

const asTexts = (values: unknown) => values as Record<string, string>;
const person = (role: 'viewer' | 'engineer' | 'admin'): TenantContext => ({
  orgId: tenant.orgId,
  actor: `user:${newId()}`,
  role,
});

async function connect(connector: string, name: string) {
  const vendor = sandbox.vendors[connector];
  if (!vendor) throw new Error(`no sandbox of ${connector}`);
  const { settings, secrets } = vendor.connection();
  return createConnection(
    tenant,
    { connector, name, settings: asTexts(settings), secrets: asTexts(secrets), skipTest: false },
    deps,
    { controlUrl: `${sandbox.control.origin}/__sandbox` },
  );
}

beforeAll(async () => {
  const dialects = await Promise.all(
    ['connectwise/psa', 'ninjaone/rmm'].map(async (id) => {
      const load = sandboxes[id];
      if (!load) throw new Error(`no dialect of ${id}`);
      return { dialect: await load() };
    }),
  );
  sandbox = await startSandbox({ vendors: dialects, dials: { scriptLagMs: 50, feedLagMs: 0, settleMs: 50 } });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  bus = createBus({ database, keyring, connectors: registeredConnectors, allowPrivateHosts: undefined });
  deps = {
    database,
    keyring,
    // the bus fits the ports of those who use it
    vendors: bus.gateway satisfies VendorGateway,
    baseUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    now: () => new Date(),
  };
  bus.webhooks satisfies WebhookVerifier;
  bus.entities satisfies EntityReader;
  tenant = await createTestOrg(database);
});
afterAll(async () => {
  await bus.close();
  await sandbox.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

describe('connecting', () => {
  it('tries the key at the vendor and shows live figures before it saves', async () => {
    const psa = await connect('connectwise/psa', 'ConnectWise');
    const rmm = await connect('ninjaone/rmm', 'NinjaOne');
    psaId = psa.connectionId;
    rmmId = rmm.connectionId;
    expect(psa.test?.summary).toMatch(/\d/);
    expect(rmm.test?.summary).toMatch(/\d/);
    const list = await listConnections(person('viewer'), deps);
    expect(list.map(({ name, status }) => [name, status])).toEqual([
      ['ConnectWise', 'healthy'],
      ['NinjaOne', 'healthy'],
    ]);
    expect(list.map((one) => one.verification.level)).toEqual(['simulated', 'simulated']);
  });

  it('saves nothing when the key is wrong, the address leads inside, or a field is not valid', async () => {
    const vendor = sandbox.vendors['ninjaone/rmm'];
    const { settings, secrets } = vendor?.connection() ?? {};
    const attempt = (given: { settings?: object; secrets?: object }, asSandbox: boolean) =>
      createConnection(
        tenant,
        {
          connector: 'ninjaone/rmm',
          name: 'Wrong',
          settings: { ...asTexts(settings), ...given.settings },
          secrets: { ...asTexts(secrets), ...given.secrets },
          skipTest: false,
        },
        deps,
        asSandbox ? { controlUrl: `${sandbox.control.origin}/__sandbox` } : undefined,
      );
    await expect(attempt({ secrets: { clientSecret: 'not-the-secret-77' } }, true)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.not.stringContaining('not-the-secret-77'),
    });
    const before = vendor?.exchanges.length ?? 0;
    // not a sandbox connection: this machine is as forbidden as any other inside
    await expect(attempt({}, false)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(attempt({ settings: { host: '' } }, true)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { fields: expect.objectContaining({ host: expect.any(String) }) },
    });
    expect(vendor?.exchanges.length).toBe(before);
    expect(await listConnections(tenant, deps)).toHaveLength(2);
  });

  it('lets no person make a sandbox connection', async () => {
    const input = { connector: 'ninjaone/rmm', name: 'Mine', settings: {}, secrets: {}, skipTest: true };
    const made = createConnection(person('admin'), input, deps, { controlUrl: 'http://127.0.0.1:1' });
    await expect(made).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('keeps keys encrypted, and shows none of them to anybody', async () => {
    const { secrets } = sandbox.vendors['ninjaone/rmm']?.connection() ?? {};
    const values = Object.values(asTexts(secrets)).filter((value) => typeof value === 'string' && value.length > 8);
    expect(values.length).toBeGreaterThan(0);
    const rows = await database.withTenant(tenant, (db) => db.connection.findMany({}));
    const stored = rows.map((row) => Buffer.from(row.secrets ?? []).toString('latin1')).join();
    const shown = JSON.stringify([
      await listConnections(person('admin'), deps),
      await readConnection(person('engineer'), { connectionId: rmmId }, deps),
      listConnectors(deps),
    ]);
    for (const value of values) {
      expect(stored).not.toContain(value);
      expect(shown).not.toContain(value);
    }
  });

  it('fills a secret of ours that was left empty with a random one', async () => {
    const { settings, secrets } = sandbox.vendors['ninjaone/rmm']?.connection() ?? {};
    const other = await createTestOrg(database);
    const { connectionId } = await createConnection(
      other,
      {
        connector: 'ninjaone/rmm',
        name: 'Generated',
        settings: asTexts(settings),
        secrets: { ...asTexts(secrets), webhookSecret: '' },
        skipTest: true,
      },
      deps,
      { controlUrl: `${sandbox.control.origin}/__sandbox` },
    );
    const view = await readConnection(other, { connectionId }, deps);
    expect(Object.values(view.webhook?.headers ?? {})[0]).toMatch(/^[\w-]{43}$/);
    expect(view.status).toBe('untested');
  });
});

describe('syncing', () => {
  it('brings clients, engineers and devices; the same customer of two systems is one client, a machine one device', async () => {
    const psa = await syncConnection(tenant, { connectionId: psaId }, deps);
    const rmm = await syncConnection(tenant, { connectionId: rmmId }, deps);
    const { clients, devices, people } = sandbox.world.state;
    expect(rmm.devices.seen).toBe(devices.length);
    expect(psa.devices.added + rmm.devices.added).toBe(devices.length);
    expect(psa.engineers).toBe(people.filter((one) => one.isActive).length);
    const rows = await database.withTenant(tenant, async (db) => ({
      clients: await db.client.findMany({ include: { identities: true } }),
      devices: await db.device.count(),
      engineers: await db.engineer.findMany({}),
    }));
    expect(rows.clients.length).toBeLessThanOrEqual(clients.length);
    const withBoth = rows.clients.filter((client) => client.identities.length === 2);
    expect(withBoth.length).toBeGreaterThan(0);
    expect(rows.devices).toBe(devices.length);
    expect(rows.engineers.map((engineer) => engineer.tier)).toContain('tier1');
  });

  it('can be run again: nothing twice, and tier and skills stay as a person set them', async () => {
    const count = () =>
      database.withTenant(tenant, async (db) => [
        await db.client.count(),
        await db.device.count(),
        await db.deviceIdentity.count(),
        await db.engineer.count(),
      ]);
    const before = await count();
    const engineer = await database.withTenant(tenant, (db) => db.engineer.findFirstOrThrow({}));
    await database.withTenant(tenant, (db) =>
      db.engineer.updateMany({ where: { id: engineer.id }, data: { tier: 'tier3', skills: ['PowerShell'] } }),
    );
    await Promise.all([
      syncConnection(tenant, { connectionId: psaId }, deps),
      syncConnection(tenant, { connectionId: rmmId }, deps),
      syncConnection(tenant, { connectionId: rmmId }, deps),
    ]);
    expect(await count()).toEqual(before);
    const after = await database.withTenant(tenant, (db) =>
      db.engineer.findFirstOrThrow({ where: { id: engineer.id } }),
    );
    expect(after).toMatchObject({ tier: 'tier3', skills: ['PowerShell'] });
  });
});

it('an engineer who has left is offered no more tickets', async () => {
  const gone = sandbox.world.state.people.find((one) => one.isActive && one.handle !== 'mreyes');
  if (!gone) throw new Error('nobody to leave');
  const active = () =>
    database.withTenant(tenant, (db) => db.engineer.count({ where: { connectionId: psaId, active: true } }));
  const before = await active();
  gone.isActive = false;
  await syncConnection(tenant, { connectionId: psaId }, deps);
  expect(await active()).toBe(before - 1);
  gone.isActive = true;
  await syncConnection(tenant, { connectionId: psaId }, deps);
  expect(await active()).toBe(before);
});

describe('reading again by itself', () => {
  const syncDue = (onError: (error: unknown) => void = () => {}) =>
    syncDueConnections({ ...deps, orgIds: [tenant.orgId], onError });
  const makeDue = () =>
    database.withTenant(
      tenant,
      (db) => db.$executeRaw`UPDATE connection_cursor SET due_at = now() - interval '1 second' WHERE trigger = 'sync'`,
    );

  it('waits for its time after somebody did it by hand; then one worker of many does it', async () => {
    expect(await syncDue()).toBe(0);
    const like = sandbox.world.device('ACME-WS-014');
    if (!like) throw new Error('no such device');
    sandbox.world.enrollDevice('ACME-WS-NEW', like);
    await makeDue();
    const rounds = await Promise.all(Array.from({ length: 4 }, () => syncDue()));
    expect(rounds.reduce((sum, done) => sum + done, 0)).toBe(2);
    expect(await syncDue()).toBe(0);
    const found = await database.withTenant(tenant, (db) => db.device.findMany({ where: { name: 'ACME-WS-NEW' } }));
    expect(found).toHaveLength(1);
  });

  it('a vendor that fails is tried again later, and the other one is read all the same', async () => {
    sandbox.vendors['ninjaone/rmm']?.addFault({ kind: 'status', status: 403 });
    await makeDue();
    const errors: unknown[] = [];
    const done = await syncDue((error) => errors.push(error));
    sandbox.vendors['ninjaone/rmm']?.clearFaults();
    expect(done + errors.length).toBe(2);
    expect(done).toBeGreaterThanOrEqual(1);
    expect(await syncDue()).toBe(0);
  });
});

describe('the webhook address', () => {
  it('is shown with its headers to an admin, and to nobody below', async () => {
    const admin = await readConnection(person('admin'), { connectionId: rmmId }, deps);
    expect(admin.webhook?.url).toMatch(new RegExp(`^${deps.baseUrl}/api/ingest/${rmmId}/[\\w-]{43}$`));
    expect(Object.keys(admin.webhook?.headers ?? {})).toHaveLength(1);
    for (const role of ['viewer', 'engineer'] as const) {
      const view = await readConnection(person(role), { connectionId: rmmId }, deps);
      expect(view.webhook).toEqual({ url: null, headers: {}, steps: [], canRegister: true });
    }
  });

  it('is told to both vendors; a test alert then arrives, is verified, and can be read again', async () => {
    await registerWebhook(person('admin'), { connectionId: rmmId }, deps);
    await registerWebhook(person('admin'), { connectionId: psaId }, deps);
    expect(await sendTestAlert(person('engineer'), { connectionId: rmmId, story: 'simple' }, deps)).toEqual({
      sent: true,
    });
    await expect.poll(() => delivered.length, { timeout: 10_000, interval: 50 }).toBeGreaterThan(0);
    const [delivery] = delivered;
    if (!delivery) throw new Error('nothing arrived');
    const route = { orgId: tenant.orgId, connectionId: rmmId, connector: 'ninjaone/rmm' };
    expect(await bus.webhooks.verify(route, delivery)).toEqual({ ok: true });
    const forged = { ...delivery, headers: { ...delivery.headers, 'x-mspclaw-webhook-secret': 'x'.repeat(43) } };
    expect(await bus.webhooks.verify(route, forged)).toMatchObject({ ok: false });
    const [hint] = bus.webhooks.parse('ninjaone/rmm', JSON.parse(delivery.body.toString()));
    expect(hint).toMatchObject({ entity: 'alert', change: 'created' });
    const alert = await bus.entities.readAlert(tenant, rmmId, hint?.id ?? '');
    expect(alert).toMatchObject({ kind: 'found', entity: { kind: 'process.crash', isActive: true } });
    expect(await bus.entities.readAlert(tenant, rmmId, newId())).toEqual({ kind: 'gone' });
  });

  it('changes when it is rotated', async () => {
    const before = await readConnection(person('admin'), { connectionId: psaId }, deps);
    await rotateIngestSecret(person('admin'), { connectionId: psaId }, deps);
    const after = await readConnection(person('admin'), { connectionId: psaId }, deps);
    expect(after.webhook?.url).not.toBe(before.webhook?.url);
  });
});

it('its last ten events are told newest first, with what became of them and never with what they said', async () => {
  const row = (index: number) => ({
    orgId: tenant.orgId,
    id: newId(),
    connectionId: index === 3 ? psaId : rmmId,
    dedupeKey: `k${index}`,
    headers: index === 12 ? pollMark : { authorization: 'Bearer of secrets', 'mspclaw-source': 'elsewhere' },
    body: Buffer.from('a customer wrote this'),
    state: index === 12 ? ('dead' as const) : ('done' as const),
    attempts: index,
    error: index === 12 ? 'The vendor is away.' : null,
  });
  const rows = Array.from({ length: 13 }, (_, index) => row(index));
  await database.withTenant(tenant, (db) => db.inbox.createMany({ data: rows }));
  const told = await listDeliveries(person('viewer'), { connectionId: rmmId }, deps);
  const expected = rows.filter(({ connectionId }) => connectionId === rmmId).slice(-10);
  expect(told.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).reverse());
  expect(told[0]).toEqual({
    id: rows[12]?.id,
    receivedAt: expect.any(Date),
    via: 'poll',
    state: 'dead',
    attempts: 12,
    error: 'The vendor is away.',
    processedAt: null,
  });
  expect(told.slice(1).map(({ via }) => via)).toEqual(Array(9).fill('webhook'));
  await database.withTenant(tenant, (db) => db.inbox.updateMany({ data: { state: 'done' } }));
});

describe('polling', () => {
  const poll = (acceptHints: (hints: EntityHint[]) => Promise<void>) =>
    pollConnections({
      database,
      vendors: bus.gateway,
      orgIds: [tenant.orgId],
      acceptHints: (_tenant, _connectionId, hints) => acceptHints(hints),
      onError: () => {},
    });
  const makeDue = () =>
    database.withTenant(tenant, (db) => db.$executeRaw`UPDATE connection_cursor SET due_at = now() - interval '1 day'`);
  const cursors = async () =>
    JSON.stringify(
      await database.withTenant(tenant, (db) =>
        db.connectionCursor.findMany({ select: { trigger: true, cursor: true }, orderBy: { trigger: 'asc' } }),
      ),
    );

  it('is shared by workers: each poll runs once per interval, however many ask', async () => {
    const rounds = await Promise.all(Array.from({ length: 4 }, () => poll(async () => {})));
    const polls = ['connectwise/psa', 'ninjaone/rmm'].flatMap((id) => deps.vendors.polls(id));
    expect(polls.length).toBeGreaterThan(1);
    expect(rounds.reduce((sum, round) => sum + round.polled, 0)).toBe(polls.length);
    expect(rounds.reduce((sum, round) => sum + round.failed, 0)).toBe(0);
    expect((await poll(async () => {})).polled).toBe(0);
  });

  it('loses nothing when taking in fails: the cursor stays and the news comes again', async () => {
    await makeDue();
    const before = await cursors();
    await sendTestAlert(tenant, { connectionId: rmmId, story: 'printer' }, deps);
    const failed = await poll(async () => {
      throw new Error('the inbox is down');
    });
    expect(failed.failed).toBeGreaterThan(0);
    await makeDue();
    const taken: EntityHint[] = [];
    await poll(async (hints) => void taken.push(...hints));
    expect(taken).toContainEqual(expect.objectContaining({ entity: 'alert', change: 'created' }));
    expect(await cursors()).not.toBe(before);
    await makeDue();
    const again: EntityHint[] = [];
    await poll(async (hints) => void again.push(...hints));
    expect(again.filter((hint) => hint.change === 'created' && hint.entity === 'alert')).toEqual([]);
  });
});

describe('changing a connection', () => {
  it('to another address sends the stored key nowhere', async () => {
    const other = createServer((_request, response) => response.end('{}'));
    let sockets = 0;
    other.on('connection', () => sockets++);
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const host = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { connectionId } = await createPlain('Elsewhere');
    await expect(
      updateConnection(person('admin'), { connectionId, settings: { host: 'evil.example' }, skipTest: true }, deps),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('Enter its keys again') });
    await expect(
      updateConnection(person('admin'), { connectionId: rmmId, settings: { host }, skipTest: false }, deps),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(sockets).toBe(0);
    const view = await readConnection(tenant, { connectionId }, deps);
    expect(view.settings.host).toBe('https://app.ninjarmm.com');
    other.close();
  });

  it('to a wrong key changes nothing, and a right one is used at once', async () => {
    const before = await database.withTenant(tenant, (db) => db.connection.findFirstOrThrow({ where: { id: rmmId } }));
    const wrong = { connectionId: rmmId, secrets: { clientSecret: 'wrong-secret-1' }, skipTest: false };
    await expect(updateConnection(person('admin'), wrong, deps)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const after = await database.withTenant(tenant, (db) => db.connection.findFirstOrThrow({ where: { id: rmmId } }));
    expect(Buffer.from(after.secrets ?? [])).toEqual(Buffer.from(before.secrets ?? []));
    expect(await testConnection(tenant, { connectionId: rmmId }, deps)).toMatchObject({ summary: expect.any(String) });
  });

  it('of another org is not found, whatever is asked', async () => {
    const stranger = await createTestOrg(database);
    const input = { connectionId: rmmId };
    const asked: (() => Promise<unknown>)[] = [
      () => readConnection(stranger, input, deps),
      () => testConnection(stranger, input, deps),
      () => listDeliveries(stranger, input, deps),
      () => syncConnection(stranger, input, deps),
      () => registerWebhook(stranger, input, deps),
      () => rotateIngestSecret(stranger, input, deps),
      () => sendTestAlert(stranger, { ...input, story: 'simple' }, deps),
      () => setEnabled(stranger, { ...input, enabled: false }, deps),
      () => updateConnection(stranger, { ...input, name: 'Mine now', skipTest: true }, deps),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await listConnections(stranger, deps)).toEqual([]);
  });

  it('switched off is asked nothing and takes no webhook', async () => {
    await setEnabled(person('admin'), { connectionId: psaId, enabled: false }, deps);
    await expect(testConnection(tenant, { connectionId: psaId }, deps)).rejects.toMatchObject({ code: 'CONFLICT' });
    const view = await readConnection(person('admin'), { connectionId: psaId }, deps);
    expect(view).toMatchObject({ status: 'disabled', webhook: { url: null } });
    await setEnabled(person('admin'), { connectionId: psaId, enabled: true }, deps);
    await testConnection(tenant, { connectionId: psaId }, deps);
    expect((await readConnection(tenant, { connectionId: psaId }, deps)).status).toBe('healthy');
  });

  const createPlain = (name: string) =>
    createConnection(
      tenant,
      {
        connector: 'ninjaone/rmm',
        name,
        settings: { host: 'app.ninjarmm.com', clientId: 'abc' },
        secrets: { clientSecret: 'a-real-secret-of-theirs' },
        skipTest: true,
      },
      deps,
    );
});
