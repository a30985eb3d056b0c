import { describe, expect, it } from 'vitest';
import { newId } from '../ids.ts';
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
  it('cannot be reached beside their parent', async () => {
    const read = database.sqlWithoutTenant((sql) => sql.query('SELECT FROM partitions.run_rest'));
    await expect(read).rejects.toThrow('permission denied');
  });

  it('are dropped by whole months, runs after what refers to them, and never within a week', async () => {
    const org = await createTestOrg(database);
    await database.sqlWithoutTenant((sql) => sql.query(`SELECT ensure_partitions('2020-01-15Z', 1)`));
    const old = '016f5e66-e800-7000-8000-000000000001'; // 2020-01-01
    await database.sqlWithTenant(org, (sql) =>
      sql.query(
        `INSERT INTO audit_entry (org_id, id, actor, action, target_kind, target_id) VALUES ($1, $2, 'system:test', 'try', 'none', '1')`,
        [org.orgId, old],
      ),
    );
    const dropped = await database.sqlWithoutTenant((sql) =>
      sql.query<{ name: string }>(`SELECT drop_partitions_before('2020-03-01Z') AS name`),
    );
    expect(dropped.map((row) => row.name).sort()).toEqual(
      ['alert_202001', 'audit_entry_202001', 'inbox_202001', 'run_202001', 'run_step_202001'].sort(),
    );
    expect(dropped.at(-1)?.name).toBe('run_202001');
    await expect(database.sqlWithoutTenant((sql) => sql.query('SELECT drop_partitions_before(now())'))).rejects.toThrow(
      'refused',
    );
  });
});

describe('ids', () => {
  it('sort by time, so that partitions and pages can rely on them', () => {
    const ids = Array.from({ length: 1_000 }, () => newId());
    expect([...ids].sort()).toEqual(ids);
  });
});
