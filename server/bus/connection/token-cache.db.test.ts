// Tokens over a real database; several processes are several caches with pools of their own.
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '#server/platform/db/database.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { testKeyring } from '../testing/bus-harness.ts';
import { createTokenCache } from './token-cache.ts';

const database = testDatabase();
const keyring = testKeyring(database);
const second = openDatabase({ url: inject('appUrl'), poolSize: 4, onError: () => {} });
afterAll(() => second.close());
const here = createTokenCache({ database, keyring });
const there = createTokenCache({ database: second, keyring });

let tenant: TenantContext;
let id: string;
let obtained: { previous: string | null | undefined }[];

beforeEach(async () => {
  tenant = await createTestOrg(database);
  id = await addConnection('V');
  obtained = [];
});

async function addConnection(name: string): Promise<string> {
  const connectionId = newId();
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId: tenant.orgId,
        id: connectionId,
        connector: 'x/y',
        name,
        ingestSecret: new Uint8Array(1),
        ingestSecretHash: new Uint8Array(1),
      },
    }),
  );
  return connectionId;
}
const obtain = async (previous?: string | null) => {
  obtained.push({ previous });
  await database.sqlWithoutTenant((sql) => sql.query('SELECT pg_sleep(0.05)'));
  return { value: `token-${obtained.length}`, expiresInSeconds: 3_600 };
};
const read = (cache = here) => cache.read(tenant, id, 'session', obtain);

describe('a token', () => {
  it('is obtained once, however many ask at once in however many processes', async () => {
    const values = await Promise.all(Array.from({ length: 20 }, (_, index) => read(index % 2 ? here : there)));
    expect(new Set(values)).toEqual(new Set(['token-1']));
    expect(obtained).toHaveLength(1);
  });

  it('that the vendor refused is not given out again, and the next one is obtained from it', async () => {
    await read();
    await there.drop(tenant, id, 'session', 'token-1');
    expect(await read()).toBe('token-2');
    expect(obtained).toEqual([{ previous: null }, { previous: 'token-1' }]);
  });

  it('that is newer than the refused one stays', async () => {
    await read();
    await here.drop(tenant, id, 'session', 'token-1');
    await read(there);
    await here.drop(tenant, id, 'session', 'token-1');
    expect(await read()).toBe('token-2');
    expect(obtained).toHaveLength(2);
  });

  it('that ends soon is replaced', async () => {
    await here.store(tenant, id, 'session', 'ending', new Date(Date.now() + 10_000));
    expect(await read()).toBe('token-1');
  });

  it('is stored encrypted, for its own connection only', async () => {
    await here.read(tenant, id, 'session', async () => ({ value: 'canary-token-value', expiresInSeconds: 3_600 }));
    const other = await addConnection('Other');
    await database.withTenant(tenant, async (db) => {
      const row = await db.connectionToken.findFirstOrThrow({});
      expect(Buffer.from(row.value).toString('latin1')).not.toContain('canary');
      await db.connectionToken.create({ data: { ...row, connectionId: other } });
    });
    await expect(here.read(tenant, other, 'session', obtain)).rejects.toThrow('could not be decrypted');
  });

  it('that could not be obtained blocks nobody: the next one asks again', async () => {
    const failing = () => Promise.reject(new Error('the vendor is down'));
    await expect(here.read(tenant, id, 'session', failing)).rejects.toThrow('the vendor is down');
    expect(await read(there)).toBe('token-1');
  });

  it('of many connections at once does not use up the database’s connections', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => addConnection(`V${index}`)));
    const values = await Promise.all(ids.map((one) => there.read(tenant, one, 'session', obtain)));
    expect(values).toHaveLength(12);
  });
});
