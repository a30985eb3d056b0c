import { describe, expect, inject, it } from 'vitest';
import { newId } from '../ids.ts';
import { openDatabase } from './database.ts';
import { createTestOrg, testDatabase } from './testing/test-database.ts';

const database = testDatabase();

describe('a unit of work', () => {
  it('sees its own tenant and no other', async () => {
    const [a, b] = [await createTestOrg(database), await createTestOrg(database)];
    await database.withTenant(b, (db) => db.client.create({ data: { orgId: b.orgId, name: 'Only B' } }));
    expect(await database.withTenant(a, (db) => db.client.count())).toBe(0);
    expect(await database.withTenant(b, (db) => db.client.count())).toBe(1);
  });

  it('fails without a tenant instead of finding nothing', async () => {
    await expect(database.withoutTenant((db) => db.client.count())).rejects.toThrow('no tenant context');
    await expect(database.sqlWithoutTenant((sql) => sql.query('SELECT FROM run'))).rejects.toThrow('no tenant context');
  });

  it('cannot write into another tenant', async () => {
    const [a, b] = [await createTestOrg(database), await createTestOrg(database)];
    const write = database.withTenant(a, (db) => db.client.create({ data: { orgId: b.orgId, name: 'Smuggled' } }));
    await expect(write).rejects.toThrow('row-level security');
  });

  it('leaves nothing of the tenant on the pooled connection after an error', async () => {
    const a = await createTestOrg(database);
    await expect(database.sqlWithTenant(a, (sql) => sql.query('SELECT 1/0'))).rejects.toThrow('division by zero');
    await Promise.all(
      Array.from({ length: 20 }, () =>
        expect(database.sqlWithoutTenant((sql) => sql.query('SELECT FROM client'))).rejects.toThrow(
          'no tenant context',
        ),
      ),
    );
  });

  it('rolls everything back when the work throws', async () => {
    const a = await createTestOrg(database);
    const work = database.withTenant(a, async (db) => {
      await db.client.create({ data: { orgId: a.orgId, name: 'Never' } });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await database.withTenant(a, (db) => db.client.count())).toBe(0);
  });
});

describe('partitions', () => {
  /** Making and dropping gives way to whoever works on the tables; the other tests of this run do. */
  async function patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt === 20 || !String(error).includes('lock timeout')) throw error;
      }
    }
  }

  it('cannot be reached beside their parent', async () => {
    const read = database.sqlWithoutTenant((sql) => sql.query('SELECT FROM partitions.run_rest'));
    await expect(read).rejects.toThrow('permission denied');
  });

  it('are dropped by whole months, runs after what refers to them', async () => {
    const org = await createTestOrg(database);
    await patiently(() => database.sqlWithoutTenant((sql) => sql.query(`SELECT ensure_partitions('2020-01-15Z', 1)`)));
    const old = '016f5e66-e800-7000-8000-000000000001'; // 2020-01-01
    await database.sqlWithTenant(org, (sql) =>
      sql.query(
        `INSERT INTO audit_entry (org_id, id, actor, action, target_kind, target_id) VALUES ($1, $2, 'system:test', 'try', 'none', '1')`,
        [org.orgId, old],
      ),
    );
    const dropped = await patiently(() =>
      database.sqlWithoutTenant(async (sql) => {
        const names = await sql.query<{ name: string }>(`SELECT drop_partitions_before('2020-03-01Z') AS name`);
        await sql.query('SELECT FROM forget_expired()');
        // both went through the tenants; none is left behind in the caller's transaction
        expect(await sql.query(`SELECT current_setting('app.org_id') AS org`)).toEqual([{ org: '' }]);
        return names;
      }),
    );
    expect(dropped.map((row) => row.name).sort()).toEqual(
      ['alert_202001', 'audit_entry_202001', 'inbox_202001', 'run_202001', 'run_step_202001'].sort(),
    );
    expect(dropped.at(-1)?.name).toBe('run_202001');
  });

  it.each([`now()`, `now() - interval '29 days'`, 'NULL', `'infinity'`])(
    'of what is younger than the retention, here 30 days, cannot be dropped: %s',
    async (cutoff) => {
      const drop = database.sqlWithoutTenant((sql) => sql.query(`SELECT drop_partitions_before(${cutoff})`));
      await expect(drop).rejects.toThrow('refused');
    },
  );

  it.each([`now(), 25`, `now(), 0`, `now() + interval '2 years', 1`, `now() - interval '11 years', 1`])(
    'are not made without bounds: %s',
    async (args) => {
      const make = database.sqlWithoutTenant((sql) => sql.query(`SELECT ensure_partitions(${args})`));
      await expect(make).rejects.toThrow('refused');
    },
  );
});

describe("the owner's functions", () => {
  // The application made a temporary view named like a table, granted it to everybody, and its function ran as the owner.
  it('read the tables they name, not a temporary one of the caller', async () => {
    const plant = database.sqlWithoutTenant(async (sql) => {
      await sql.query(`CREATE TEMPORARY VIEW org AS SELECT '11111111-1111-7111-8111-111111111111'::uuid AS id`);
      await sql.query('GRANT SELECT ON org TO PUBLIC');
      return sql.query('SELECT list_org_ids()');
    });
    await expect(plant).rejects.toThrow('permission denied');
    const owner = openDatabase({ url: inject('ownerUrl'), poolSize: 1, onError: () => {} });
    try {
      const ids = await owner.sqlWithoutTenant(async (sql) => {
        await sql.query(`CREATE TEMPORARY TABLE org (id uuid) ON COMMIT DROP`);
        await sql.query(`INSERT INTO pg_temp.org VALUES ('11111111-1111-7111-8111-111111111111')`);
        return sql.query<{ id: string }>('SELECT list_org_ids() AS id');
      });
      expect(ids.map(({ id }) => id)).not.toContain('11111111-1111-7111-8111-111111111111');
    } finally {
      await owner.close();
    }
  });
});

describe('ids', () => {
  it('sort by time, so that partitions and pages can rely on them', () => {
    const ids = Array.from({ length: 1_000 }, () => newId());
    expect([...ids].sort()).toEqual(ids);
  });
});
