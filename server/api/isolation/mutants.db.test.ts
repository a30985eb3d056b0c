// Would these suites notice? Every guard is taken away in turn, in a database of its own, and the checks must turn red.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate } from '#scripts/migrate.ts';
import { createEmbeddedDatabase } from '#server/platform/db/prepare-database.ts';
import { auditCatalogue, readTenantTables, type TenantTable } from './testing/catalogue.ts';
import { probeTable } from './testing/probe-table.ts';
import { readEnums, type SeededOrg, seedOrg } from './testing/tenant-rows.ts';

const database = 'mspclaw_isolation_mutants';
let admin: pg.Client;
let appRole: string;
let tables: TenantTable[];
let parties: { attacker: SeededOrg; victim: SeededOrg; enums: Map<string, string> };

const inDatabase = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;

beforeAll(async () => {
  const ownerUrl = await createEmbeddedDatabase({ adminUrl: inject('adminUrl'), database, password: 'test-owner' });
  const { appUrl } = await migrate({ ownerUrl, appUrl: undefined, databasePassword: 'test-app' });
  appRole = new URL(appUrl).username;
  const app = new pg.Client({ connectionString: appUrl });
  await app.connect();
  tables = await readTenantTables(app);
  const enums = await readEnums(app);
  parties = { enums, attacker: await seedOrg(app, tables, enums), victim: await seedOrg(app, tables, enums) };
  await app.end();
  admin = new pg.Client({ connectionString: inDatabase(inject('adminUrl'), database) });
  await admin.connect();
}, 120_000);

afterAll(async () => {
  await admin?.end();
});

interface Verdict {
  byCatalogue: boolean;
  byRows: boolean;
}

/** Applies the mutation, asks both suites, undoes it. A superuser can act as the application's role for a while. */
async function judge(mutation: string, table?: TenantTable): Promise<Verdict> {
  await admin.query('BEGIN');
  try {
    await admin.query(mutation);
    const byCatalogue = (await auditCatalogue(admin, appRole)).length > 0;
    if (!table) return { byCatalogue, byRows: false };
    await admin.query(`SET LOCAL ROLE ${appRole}`);
    const probe = await probeTable(admin, table, parties);
    return { byCatalogue, byRows: probe.leaks.length + probe.broken.length > 0 };
  } finally {
    await admin.query('ROLLBACK');
  }
}

const policyOf = (name: string, using: string, check: string) =>
  `DROP POLICY tenant ON ${name}; CREATE POLICY tenant ON ${name} USING (${using}) WITH CHECK (${check})`;
const guard = 'org_id = (SELECT app_org())';
const silent = `org_id = nullif(current_setting('app.org_id', true), '')::uuid`;

/** name -> mutation, and whether the rows alone must show it (FORCE binds only the owner, whom the application is not). */
const perTable: Record<string, [(name: string) => string, mustShowInRows: boolean]> = {
  'policy dropped': [(name) => `DROP POLICY tenant ON ${name}`, true],
  'row security disabled': [(name) => `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`, true],
  'force taken away': [(name) => `ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`, false],
  'everybody sees': [(name) => policyOf(name, 'true', guard), true],
  'everybody writes': [(name) => policyOf(name, guard, 'true'), true],
  'a second, open policy': [(name) => `CREATE POLICY extra ON ${name} USING (true)`, true],
  'a second, open policy for reading': [(name) => `CREATE POLICY extra ON ${name} FOR SELECT USING (true)`, true],
  'no context is no rows instead of an error': [(name) => policyOf(name, silent, silent), true],
  'truncate granted': [(name) => `GRANT TRUNCATE ON ${name} TO mspclaw_app`, false],
  'owned by the application': [(name) => `ALTER TABLE ${name} OWNER TO ${appRole}`, false],
};

/** What a mutation lets through, something else still stops: the history a trigger writes with a ticket has a policy of its own. */
const guardedTwice = new Set(['ticket: everybody writes']);

it('unmutated, both suites are green', async () => {
  expect(await auditCatalogue(admin, appRole)).toEqual([]);
  for (const table of tables)
    expect(await judge('SELECT 1', table), table.name).toEqual({ byCatalogue: false, byRows: false });
});

it('the loss of any guard of any table is noticed', { timeout: 300_000 }, async () => {
  const counts = { mutants: 0, killed: 0, killedByCatalogue: 0, killedByRows: 0 };
  const survivors: string[] = [];
  for (const table of tables) {
    for (const [name, [mutate, mustShowInRows]] of Object.entries(perTable)) {
      const verdict = await judge(mutate(table.name), table);
      const isSecondGuard = guardedTwice.has(`${table.name}: ${name}`);
      const isKilled = verdict.byCatalogue && (verdict.byRows || !mustShowInRows || isSecondGuard);
      counts.mutants += 1;
      counts.killed += Number(isKilled);
      counts.killedByCatalogue += Number(verdict.byCatalogue);
      counts.killedByRows += Number(verdict.byRows);
      if (!isKilled) survivors.push(`${table.name}: ${name} ${JSON.stringify(verdict)}`);
    }
  }
  console.log('mutants of tables:', counts);
  expect(survivors).toEqual([]);
  expect(counts.mutants).toBe(tables.length * Object.keys(perTable).length);
});

it('every reference between tenants is noticed when it forgets the tenant', { timeout: 120_000 }, async () => {
  const { rows } = await admin.query<{ name: string; table: string; target: string; column: string }>(`
    SELECT f.conname AS name, f.conrelid::regclass::text AS "table", f.confrelid::regclass::text AS target,
      (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = f.conrelid AND a.attnum = ANY (f.conkey) AND a.attname <> 'org_id' LIMIT 1) AS column
    FROM pg_constraint f WHERE f.contype = 'f' AND f.conparentid = 0 AND array_length(f.conkey, 1) = 2
      AND f.confrelid NOT IN (SELECT partrelid FROM pg_partitioned_table) AND f.conrelid NOT IN (SELECT partrelid FROM pg_partitioned_table)`);
  let killed = 0;
  for (const { name, table, target, column } of rows) {
    const { byCatalogue } =
      await judge(`CREATE UNIQUE INDEX only_id ON ${target} (id); ALTER TABLE ${table} DROP CONSTRAINT ${name};
      ALTER TABLE ${table} ADD CONSTRAINT ${name} FOREIGN KEY (${column}) REFERENCES ${target} (id) NOT VALID; `);
    killed += Number(byCatalogue);
  }
  console.log(`mutants of references: ${rows.length}, killed: ${killed}`);
  expect(rows.length).toBeGreaterThan(15);
  expect(killed).toBe(rows.length);
});

it.each([
  ['the application bypasses policies', () => `ALTER ROLE ${appRole} BYPASSRLS`],
  ['the application is a superuser', () => `ALTER ROLE ${appRole} SUPERUSER`],
  ['the application makes roles', () => `ALTER ROLE ${appRole} CREATEROLE`],
  ['the application belongs to a strong role', () => `CREATE ROLE novelty BYPASSRLS; GRANT novelty TO ${appRole}`],
  ['the application makes tables', () => 'GRANT CREATE ON SCHEMA public TO mspclaw_app'],
  ['partitions are open', () => 'GRANT USAGE ON SCHEMA partitions TO mspclaw_app'],
  ['a partition is readable', () => 'GRANT SELECT ON ALL TABLES IN SCHEMA partitions TO mspclaw_app'],
  ['a partition is unguarded', () => 'ALTER TABLE partitions.run_rest NO FORCE ROW LEVEL SECURITY'],
  [
    'a new tenant table without a policy',
    () => 'CREATE TABLE novelty (org_id uuid, id uuid, PRIMARY KEY (org_id, id))',
  ],
  ['a new table without a tenant', () => 'CREATE TABLE novelty (id uuid PRIMARY KEY)'],
  ['uniqueness across tenants', () => 'CREATE UNIQUE INDEX novelty ON client (name)'],
  ['a view with its owner’s eyes', () => 'CREATE VIEW novelty AS SELECT * FROM client'],
  ['a materialized view', () => 'CREATE MATERIALIZED VIEW novelty AS SELECT 1 AS one'],
  [
    'a new door',
    () =>
      `CREATE FUNCTION novelty() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1::bigint'; REVOKE ALL ON FUNCTION novelty() FROM PUBLIC`,
  ],
  ['a door with a borrowed search path', () => 'ALTER FUNCTION list_org_ids() RESET search_path'],
  ['a door for everybody', () => 'GRANT EXECUTE ON FUNCTION list_org_ids() TO PUBLIC'],
  [
    'a policy that opens a table to another role',
    () => 'CREATE POLICY extra ON client FOR SELECT TO mspclaw_app USING (true)',
  ],
  [
    'the org’s own policy opened',
    () => 'DROP POLICY tenant ON org; CREATE POLICY tenant ON org USING (true) WITH CHECK (id = (SELECT app_org()))',
  ],
])('is noticed: %s', async (_name, mutation) => {
  expect((await judge(mutation())).byCatalogue).toBe(true);
});
