// The structure that keeps tenants apart, read from the database's catalogue.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { auditCatalogue, readTenantTables } from './testing/catalogue.ts';

const client = new pg.Client({ connectionString: inject('appUrl') });
beforeAll(() => client.connect());
afterAll(() => client.end());

it('every tenant table is guarded, every key stays inside its tenant, the application is nobody special', async () => {
  const { rows } = await client.query<{ me: string }>('SELECT current_user AS me');
  expect(await auditCatalogue(client, rows[0]?.me ?? '')).toEqual([]);
});

it('there are tenant tables, and each has a key that begins with the tenant', async () => {
  const tables = await readTenantTables(client);
  console.log(
    `tenant tables: ${tables.length}, references between them: ${tables.flatMap((table) => table.references).length}`,
  );
  expect(tables.length).toBeGreaterThanOrEqual(30);
  expect(tables.filter(({ primaryKey }) => primaryKey[0] !== 'org_id').map(({ name }) => name)).toEqual([]);
});
