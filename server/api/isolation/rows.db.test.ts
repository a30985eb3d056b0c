// Two orgs, a row in every tenant table, and every verb with every wrong context: nothing may be seen, added, changed or removed.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { readTenantTables } from './testing/catalogue.ts';
import { probeTable } from './testing/probe-table.ts';
import { readEnums, seedOrg } from './testing/tenant-rows.ts';

const client = new pg.Client({ connectionString: inject('appUrl') });
beforeAll(() => client.connect());
afterAll(() => client.end());

it('nothing crosses: table x context x verb', async () => {
  const tables = await readTenantTables(client);
  const enums = await readEnums(client);
  const [attacker, victim] = [await seedOrg(client, tables, enums), await seedOrg(client, tables, enums)];
  const total = { tables: tables.length, attempts: 0, leaks: [] as string[], broken: [] as string[] };
  for (const table of tables) {
    await client.query('BEGIN');
    const probe = await probeTable(client, table, { attacker, victim, enums });
    await client.query('ROLLBACK');
    total.attempts += probe.attempts;
    total.leaks.push(...probe.leaks);
    total.broken.push(...probe.broken);
  }
  console.log(`${total.tables} tables, ${total.attempts} attempts, ${total.leaks.length} leaks`);
  expect(total.leaks).toEqual([]);
  expect(total.broken).toEqual([]);
  expect(total.attempts).toBe(tables.length * 7 * 8);
});

it('the list of orgs shows a person theirs, and nobody else any', async () => {
  const tables = await readTenantTables(client);
  const enums = await readEnums(client);
  const [a, b] = [await seedOrg(client, tables, enums), await seedOrg(client, tables, enums)];
  const orgsSeen = async (settings: Record<string, string>) => {
    await client.query('BEGIN');
    try {
      for (const [name, value] of Object.entries(settings))
        await client.query('SELECT set_config($1, $2, true)', [name, value]);
      return (await client.query<{ id: string }>('SELECT id FROM org')).rows.map(({ id }) => id);
    } finally {
      await client.query('ROLLBACK');
    }
  };
  expect(await orgsSeen({ 'app.user_id': a.userId })).toEqual([a.orgId]);
  expect(await orgsSeen({ 'app.org_id': b.orgId })).toEqual([b.orgId]);
  expect(await orgsSeen({ 'app.org_id': b.orgId, 'app.user_id': a.userId })).toEqual([b.orgId]);
  await expect(orgsSeen({})).rejects.toThrow('no tenant context');
  await expect(orgsSeen({ 'app.user_id': '' })).rejects.toThrow('no tenant context');
});
