// What a capability finds in its context: the mapping as it is at this moment, and the road back for scripts.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connector, type ConnectorContext, emptyMapping } from '#connectors/sdk/connector.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { createBus } from '../create-bus.ts';
import { type BusHarness, createBusHarness, type OrgFixture } from '../testing/bus-harness.ts';
import { startTestVendor, type TestVendor, testConnector } from '../testing/test-vendor.ts';

const database = testDatabase();
let vendor: TestVendor;
let harness: BusHarness;
let org: OrgFixture;
let stranger: OrgFixture;
const buses: ReturnType<typeof createBus>[] = [];

/** A bus of another process, whose connector shows what it was lent. */
function processOf(baseUrl: string | undefined) {
  const seen: ConnectorContext[] = [];
  const connector: Connector = {
    ...testConnector,
    capabilities: {
      ...testConnector.capabilities,
      'status.list': {
        run: async (context) => {
          seen.push(context);
          return { items: [] };
        },
      },
    },
  };
  const bus = createBus({
    database,
    keyring: harness.keyring,
    connectors: { [connector.id]: connector },
    allowPrivateHosts: undefined,
    ...(baseUrl ? { baseUrl } : {}),
  });
  buses.push(bus);
  return async (fixture = org): Promise<ConnectorContext> => {
    await bus.lists.ticketWords(fixture.tenant, fixture.connectionId);
    const context = seen.at(-1);
    if (!context) throw new Error('not asked');
    return context;
  };
}

beforeAll(async () => {
  vendor = await startTestVendor();
  harness = createBusHarness(database);
  [org, stranger] = [await harness.org(vendor.origin), await harness.org(vendor.origin)];
});
afterAll(async () => {
  await Promise.all([harness.bus.close(), ...buses.map((bus) => bus.close()), vendor.close()]);
});

describe('the mapping', () => {
  const write = (word: string, changes: object) =>
    database.withTenant(org.tenant, async (db) => {
      const row = { orgId: org.tenant.orgId, connectionId: org.connectionId, kind: 'status' as const, word };
      await db.connectionMapping.create({ data: { ...row, id: newId(), state: 'confirmed', ...changes } });
      await db.connection.updateMany({ where: { id: org.connectionId }, data: { mappingVersion: { increment: 1 } } });
    });

  it('is empty until somebody maps, and then what is used: in every process, at once', async () => {
    const [here, elsewhere] = [processOf(undefined), processOf(undefined)];
    expect((await here()).mapping).toEqual(emptyMapping);
    expect((await elsewhere()).mapping).toEqual(emptyMapping);
    await write('in-progress', { vendorId: '12', boardId: 'b1' });
    const first = { stage: 'in-progress', board: 'b1', status: '12' };
    expect((await here()).mapping).toEqual({ ...emptyMapping, statuses: [first] });
    await write('resolved', { vendorId: '14', state: 'suggested' });
    await write('closed', { vendorId: '15', state: 'missing' });
    await write('new', { vendorId: null });
    await write('someday', { vendorId: '16' });
    await write('high', { vendorId: '2', kind: 'priority' });
    await write('Backup', { vendorId: '7', kind: 'category' });
    const expected = {
      statuses: [first, { stage: 'resolved', board: null, status: '14' }],
      priorities: [{ priority: 'high', id: '2' }],
      categories: [{ category: 'Backup', board: null, id: '7' }],
    };
    expect((await here()).mapping).toEqual(expected);
    expect((await elsewhere()).mapping).toEqual(expected);
    expect((await here(stranger)).mapping).toEqual(emptyMapping);
  });
});

describe('the road back for scripts', () => {
  const road = async (fixture = org) => {
    const { scriptCallbacks } = await processOf('http://127.0.0.1:3000')(fixture);
    if (!scriptCallbacks) throw new Error('no road');
    return scriptCallbacks;
  };

  it('does not exist where devices cannot reach us', async () => {
    expect((await processOf(undefined)()).scriptCallbacks).toBeNull();
    // in the clear, and not to a sandbox on this machine
    expect((await processOf('http://msp.example')()).scriptCallbacks).toBeNull();
  });

  it('has one address per tag, the same in every process, of which only a hash and a sealed text are kept', async () => {
    const [one, two] = [await road(), await road()];
    const [first, second, other] = await Promise.all([one.open('tag-1'), two.open('tag-1'), one.open('tag-2')]);
    expect(second.url).toBe(first.url);
    expect(other.url).not.toBe(first.url);
    const [, id, token = ''] = /^http:\/\/127\.0\.0\.1:3000\/api\/script-results\/([0-9a-f-]{36})\/([\w-]{43})$/.exec(
      first.url,
    ) as RegExpExecArray;
    const row = await database.withTenant(org.tenant, (db) => db.scriptCallback.findFirstOrThrow({ where: { id } }));
    expect(Buffer.from(row.tokenHash)).toEqual(createHash('sha256').update(token).digest());
    expect(Buffer.from(row.token).includes(token)).toBe(false);
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBeGreaterThan(47 * 3_600_000);
  });

  it('tells the result once one came, and nobody else’s', async () => {
    const own = await road();
    await own.open('tag-3');
    expect(await own.read('tag-3')).toBeNull();
    expect(await own.read('never opened')).toBeNull();
    await database.withTenant(org.tenant, (db) =>
      db.scriptCallback.updateMany({
        where: { tag: 'tag-3' },
        data: { usedAt: new Date('2026-11-20T11:00:00Z'), exitCode: 3, output: 'nothing to do' },
      }),
    );
    expect(await own.read('tag-3')).toEqual({
      outcome: 'failure',
      exitCode: 3,
      output: 'nothing to do',
      startedAt: null,
      finishedAt: '2026-11-20T11:00:00.000Z',
    });
    expect(await (await road(stranger)).read('tag-3')).toBeNull();
  });
});
