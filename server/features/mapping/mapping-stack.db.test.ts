// The whole road, on a simulated PSA over HTTP: a sync suggests, calls of a playbook go by it, the copy of the ticket says
// where it stands, and what a person renames at the vendor is noticed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxes } from '#connectors/registry.gen.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { registeredConnectors } from '#server/bus/registry.ts';
import { announceCall, createTestRun, testKeyring } from '#server/bus/testing/bus-harness.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { createConnection } from '../connections/create-connection.ts';
import { syncConnection } from '../connections/sync-connection.ts';
import type { MappingDeps } from './mapping-deps.ts';
import { readMapping } from './read-mapping.ts';
import { refreshMapping } from './refresh-mapping.ts';
import { saveMapping } from './save-mapping.ts';
import { type TicketWordsSource, VendorWords } from './vendor-words.ts';

const database = testDatabase();
const keyring = testKeyring(database);
let sandbox: Sandbox;
let bus: Bus;
let deps: MappingDeps;
let tenant: TenantContext;
let connectionId: string;
let runId: string;
let clientId: string;

beforeAll(async () => {
  const load = sandboxes['connectwise/psa'];
  if (!load) throw new Error('no dialect');
  sandbox = await startSandbox({ vendors: [{ dialect: await load() }] });
  bus = createBus({ database, keyring, connectors: registeredConnectors, allowPrivateHosts: undefined });
  const now = () => new Date();
  deps = { database, words: new VendorWords({ source: bus.lists satisfies TicketWordsSource, now }), now };
  tenant = await createTestOrg(database);
  const connections = {
    database,
    keyring,
    vendors: bus.gateway,
    baseUrl: 'http://127.0.0.1',
    now,
    afterSync: (of: TenantContext, id: string) => refreshMapping(of, id, deps),
  };
  const { settings, secrets } = sandbox.vendors['connectwise/psa']?.connection() ?? {};
  const texts = (values: unknown) => values as Record<string, string>;
  const input = { settings: texts(settings), secrets: texts(secrets), skipTest: false };
  const made = await createConnection(
    tenant,
    { ...input, connector: 'connectwise/psa', name: 'ConnectWise' },
    connections,
    {
      controlUrl: `${sandbox.control.origin}/__sandbox`,
    },
  );
  connectionId = made.connectionId;
  await syncConnection(tenant, made, connections);
  const deviceId = newId();
  await database.withTenant(tenant, async (db) => {
    clientId = (await db.clientIdentity.findFirstOrThrow({ where: { connectionId } })).clientId;
    await db.device.create({ data: { orgId: tenant.orgId, id: deviceId, clientId, name: 'WS-1' } });
  });
  runId = await createTestRun(database, tenant, { deviceId, clientId });
});
afterAll(async () => {
  await bus.close();
  await sandbox.close();
});

async function call(capability: 'ticket.create' | 'ticket.update', args: Record<string, string>) {
  const outcome = await bus.capabilities.call(await announceCall(database, { tenant, runId }, capability, args));
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  const { id } = outcome.output as { id: string };
  return database.withTenant(tenant, (db) => db.ticket.findFirstOrThrow({ where: { id } }));
}

it('a stage means the vendor’s status that is mapped to it: suggested by a sync, or as a person chose', async () => {
  const status = (await readMapping(tenant, { connectionId }, deps)).sections[0];
  expect(status?.counts.suggested).toBeGreaterThan(0);
  const made = await call('ticket.create', { client: clientId, title: 'Slow' });
  expect(made).toMatchObject({ stage: 'new', boardId: expect.any(String), statusId: expect.any(String) });
  const begun = await call('ticket.update', { ticket: made.id, status: 'in-progress' });
  const suggested = status?.rows.find((row) => row.word === 'in-progress' && row.board?.id === made.boardId);
  expect(begun).toMatchObject({ stage: 'in-progress', statusId: suggested?.value?.id, status: suggested?.value?.name });

  // a person means something else by it
  const other = status?.values.find(
    (value) =>
      value.board?.id === made.boardId && !value.isClosed && ![made.statusId, begun.statusId].includes(value.id),
  );
  const row = { kind: 'status' as const, word: 'in-progress', board: made.boardId, valueId: other?.id ?? '' };
  await saveMapping(tenant, { connectionId, rows: [row] }, deps);
  await call('ticket.update', { ticket: made.id, status: 'new' });
  const again = await call('ticket.update', { ticket: made.id, status: 'in-progress' });
  expect(again).toMatchObject({ stage: 'in-progress', statusId: other?.id });

  // and renames it at the vendor: from then on the word means nothing until a person looks
  const theirs = sandbox.world.state.statuses.find((one) => String(one.id) === other?.id);
  if (!theirs) throw new Error('not in the world');
  theirs.name = 'Something else entirely';
  await refreshMapping(tenant, connectionId, deps);
  const view = await readMapping(tenant, { connectionId }, deps);
  expect(view.sections[0]?.rows).toContainEqual(
    expect.objectContaining({
      word: 'in-progress',
      state: 'missing',
      isUsed: false,
      value: { id: other?.id, name: other?.name },
      problem: `"${other?.name}" is called "Something else entirely" now.`,
    }),
  );
});
