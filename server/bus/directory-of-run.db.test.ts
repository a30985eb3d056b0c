// A directory is changed only where it is sure whose it is: two customers behind one client both have an "administrator".
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Connector } from '#connectors/sdk/connector.ts';
import type { DirectoryUser } from '#connectors/sdk/nouns.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { type Bus, createBus } from './create-bus.ts';
import { createBusHarness, type OrgFixture, testKeyring } from './testing/bus-harness.ts';
import { testConnector } from './testing/test-vendor.ts';

const database = testDatabase();
const keyring = testKeyring(database);
const harness = createBusHarness(database, keyring);
const disabled: string[] = [];
const account = (id: string, isEnabled: boolean): DirectoryUser => ({
  id,
  principalName: 'administrator@acme.example',
  name: 'Administrator',
  email: null,
  isEnabled,
  isLockedOut: null,
  isSynced: false,
  department: null,
  jobTitle: null,
  licenses: null,
  lastSignInAt: null,
  passwordSetAt: null,
});
const directory: Connector = {
  ...testConnector,
  systems: ['directory'],
  capabilities: {
    'user.read': { run: async (_context, { user }) => account(user, true) },
    'user.disable': {
      run: async (_context, { client, user }) => {
        disabled.push(`${client}/${user}`);
        return account(user, false);
      },
    },
  },
};
const bus: Bus = createBus({
  database,
  keyring,
  connectors: { [directory.id]: directory },
  allowPrivateHosts: undefined,
});
let org: OrgFixture;

beforeEach(async () => {
  disabled.length = 0;
  org = await harness.org('http://127.0.0.1:1');
});
afterAll(async () => {
  await bus.close();
  await harness.bus.close();
});

const disable = async (client: string) =>
  bus.capabilities.call(await harness.call(org, 'user.disable', { client, user: 'administrator' }));
const record = (externalId: string, goneAt: Date | null = null) =>
  database.withTenant(org.tenant, (db) =>
    db.clientIdentity.create({
      data: {
        orgId: org.tenant.orgId,
        clientId: org.clientId,
        connectionId: org.connectionId,
        externalId,
        name: 'Acme branch',
        goneAt,
      },
    }),
  );

it('is changed where the client is one customer of it', async () => {
  expect(await disable(org.clientId)).toMatchObject({ kind: 'done', output: { isEnabled: false } });
  expect(disabled).toEqual(['c1/administrator']);
});

it('is changed although a second record is gone at the vendor', async () => {
  await record('c2', new Date());
  expect(await disable(org.clientId)).toMatchObject({ kind: 'done' });
  expect(disabled).toEqual(['c1/administrator']);
});

it('is not changed where the client stands for two customers of it, but it is read', async () => {
  await record('c2');
  expect(await disable(org.clientId)).toMatchObject({
    kind: 'error',
    maybeApplied: false,
    message: expect.stringContaining('"Acme" stands for 2 customers'),
  });
  expect(disabled).toEqual([]);
  const read = await harness.call(org, 'user.read', { client: org.clientId, user: 'administrator' });
  expect(await bus.capabilities.call(read)).toMatchObject({ kind: 'done' });
});

it('is not changed when the client that was decided about was merged into another since', async () => {
  const mergedId = newId();
  await database.withTenant(org.tenant, (db) =>
    db.client.create({
      data: { orgId: org.tenant.orgId, id: mergedId, name: 'Acme Ltd', mergedIntoId: org.clientId },
    }),
  );
  expect(await disable(mergedId)).toMatchObject({
    kind: 'error',
    maybeApplied: false,
    message: expect.stringContaining('was merged into "Acme"'),
  });
  expect(disabled).toEqual([]);
});
