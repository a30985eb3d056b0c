// A run about one client sees that client's documents and those for everybody, whatever its playbook asks for.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connector } from '#connectors/sdk/connector.ts';
import type { DocumentSummary } from '#connectors/sdk/nouns.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { type Bus, createBus } from './create-bus.ts';
import { createBusHarness, type OrgFixture, testKeyring } from './testing/bus-harness.ts';
import { startTestVendor, type TestVendor, testConnector } from './testing/test-vendor.ts';

const database = testDatabase();
const keyring = testKeyring(database);
const harness = createBusHarness(database, keyring);
const document = (id: string, client: string | null): DocumentSummary => ({
  id,
  kind: 'article',
  title: `Document ${id}`,
  client: client === null ? null : { id: client, name: null },
  url: null,
  updatedAt: null,
});
const all = [document('own', 'c1'), document('general', null), document('theirs', 'c2'), document('unknown', 'c9')];
const documentation: Connector = {
  ...testConnector,
  systems: ['documentation'],
  capabilities: {
    'document.search': { run: async () => ({ items: all, next: null }) },
    'document.read': {
      run: async (_context, input) => {
        const found = all.find(({ id }) => id === input.document) ?? document(input.document, null);
        return { ...found, text: 'the combination of the door is 4711', isCut: false };
      },
    },
  },
};
let vendor: TestVendor;
let bus: Bus;
let org: OrgFixture;

beforeAll(async () => {
  vendor = await startTestVendor();
  bus = createBus({
    database,
    keyring,
    connectors: { [documentation.id]: documentation },
    allowPrivateHosts: undefined,
  });
  org = await harness.org(vendor.origin);
  const [clientId, { orgId }, { connectionId }] = [newId(), org.tenant, org];
  await database.withTenant(org.tenant, async (db) => {
    await db.client.create({ data: { orgId, id: clientId, name: 'Globex' } });
    await db.clientIdentity.create({ data: { orgId, clientId, connectionId, externalId: 'c2', name: 'Globex' } });
  });
});
afterAll(async () => {
  await bus.close();
  await harness.bus.close();
  await vendor.close();
});

it('in what a search finds', async () => {
  const outcome = await bus.capabilities.call(await harness.call(org, 'document.search', { text: 'door' }));
  expect(outcome).toMatchObject({ kind: 'done', output: { items: [{ id: 'own' }, { id: 'general' }] } });
});

it.each(['own', 'general'])('the document "%s" is read', async (id) => {
  const outcome = await bus.capabilities.call(await harness.call(org, 'document.read', { document: id }));
  expect(outcome).toMatchObject({ kind: 'done', output: { id } });
});

it.each(['theirs', 'unknown'])('the document "%s" is not, and is in no evidence', async (id) => {
  const before = await database.withTenant(org.tenant, (db) => db.evidence.count());
  const outcome = await bus.capabilities.call(await harness.call(org, 'document.read', { document: id }));
  expect(outcome).toMatchObject({
    kind: 'error',
    maybeApplied: false,
    message: expect.stringContaining('another client'),
  });
  expect(await database.withTenant(org.tenant, (db) => db.evidence.count())).toBe(before);
});
