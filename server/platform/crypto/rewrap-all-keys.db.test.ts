import { randomBytes } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { makeRuntimeDatabase } from '#server/runtime/testing/runtime-database.ts';
import { createTestOrg } from '../db/testing/test-database.ts';
import { deriveKeys } from '../secret.ts';
import { createKeyEncryptionKeys } from './key-encryption-keys.ts';
import { createOrgKeyring } from './org-keyring.ts';
import { createOrgKeyStore } from './org-keys.repository.ts';
import { rewrapAllKeys } from './rewrap-all-keys.ts';

// its own database: other tests' orgs have keys of other secrets
const { database } = await makeRuntimeDatabase();
afterAll(() => database.close());

it('after a rotation every org opens its secrets with the new secret alone', async () => {
  const [former, current] = [deriveKeys(randomBytes(32)), deriveKeys(randomBytes(32))].map(({ kekId, kek }) => ({
    id: kekId,
    key: kek,
  }));
  if (!former || !current) throw new Error('no keys');
  const store = createOrgKeyStore(database);
  const keyringOf = (...[now, ...previous]: [typeof current, ...(typeof current)[]]) =>
    createOrgKeyring({ store, keks: createKeyEncryptionKeys({ current: now, previous }) });
  const place = { table: 'connection', row: 'x', column: 'secrets' };
  const orgs = [await createTestOrg(database), await createTestOrg(database)];
  const sealed = await Promise.all(orgs.map((org) => keyringOf(former).seal(org, place, `key of ${org.orgId}`)));
  const open = (keyring: ReturnType<typeof keyringOf>) =>
    Promise.all(orgs.map((org, index) => keyring.openText(org, place, sealed[index] ?? new Uint8Array())));

  await expect(open(keyringOf(current))).rejects.toThrow('MSPCLAW_SECRET_PREVIOUS');
  const during = keyringOf(current, former);
  expect(await rewrapAllKeys({ database, keyring: during })).toBe(2);
  expect(await rewrapAllKeys({ database, keyring: during })).toBe(0);
  expect(await open(keyringOf(current))).toEqual(orgs.map((org) => `key of ${org.orgId}`));
});
