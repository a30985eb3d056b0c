// Many tenants over few connections, with errors in between: a connection that comes back from one tenant carries nothing of it to
// the next.
import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { openDatabase } from '#server/platform/db/database.ts';
import { createTestOrg } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

const kinds = ['sql', 'prisma', 'sql error', 'prisma error', 'thrown', 'no tenant', 'person'] as const;

it('2,000 interleaved transactions of 20 tenants over 5 connections: 0 wrong rows', { timeout: 120_000 }, async () => {
  const database = openDatabase({ url: inject('appUrl'), poolSize: 5, onError: () => {} });
  const seed = Date.now() % 2 ** 31;
  try {
    const tenants = await Promise.all(Array.from({ length: 20 }, () => createTestOrg(database)));
    for (const { orgId } of tenants)
      await database.withTenant({ orgId }, (db) => db.client.create({ data: { orgId, name: 'Mine' } }));
    const plan = fc.sample(fc.tuple(fc.nat(19), fc.constantFrom(...kinds)), { numRuns: 2_000, seed });
    const counts = { done: 0, failedAsPlanned: 0, wrongRows: 0, rowsSeen: 0, wrongEnds: 0 };

    const judge = (tenant: TenantContext, rows: { orgId: string }[]): void => {
      counts.rowsSeen += rows.length;
      counts.wrongRows += rows.filter(({ orgId }) => orgId !== tenant.orgId).length + (rows.length === 1 ? 0 : 1);
    };
    const rowsBySql = (tenant: TenantContext, after = 'SELECT 1') =>
      database.sqlWithTenant(tenant, async (sql) => {
        judge(tenant, await sql.query<{ orgId: string }>('SELECT org_id AS "orgId" FROM client'));
        await sql.query(after);
      });
    const rowsByPrisma = (tenant: TenantContext, after?: 'fail') =>
      database.withTenant(tenant, async (db) => {
        judge(tenant, await db.client.findMany({ select: { orgId: true } }));
        if (after) await db.$executeRaw`SELECT 1/0`;
      });
    const run: Record<(typeof kinds)[number], (tenant: TenantContext) => Promise<unknown>> = {
      sql: (tenant) => rowsBySql(tenant),
      prisma: (tenant) => rowsByPrisma(tenant),
      'sql error': (tenant) => rowsBySql(tenant, 'SELECT 1/0'),
      'prisma error': (tenant) => rowsByPrisma(tenant, 'fail'),
      thrown: (tenant) => database.sqlWithTenant(tenant, () => Promise.reject(new Error('planned'))),
      'no tenant': () => database.sqlWithoutTenant((sql) => sql.query('SELECT FROM client')),
      // A person who belongs nowhere sees no membership; reading a tenant table is an error.
      person: (tenant) =>
        database.withUser(tenant.orgId, async (db) => {
          counts.wrongRows += await db.member.count();
          await db.client.count();
        }),
    };
    const mustFail = new Set<string>(['sql error', 'prisma error', 'thrown', 'no tenant', 'person']);
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let item = plan[next++]; item; item = plan[next++]) {
        const [index, kind] = item;
        const tenant = tenants[index];
        if (!tenant) throw new Error('no such tenant');
        const hasFailed = await run[kind](tenant).then(
          () => false,
          () => true,
        );
        counts[hasFailed ? 'failedAsPlanned' : 'done'] += 1;
        if (hasFailed !== mustFail.has(kind)) counts.wrongEnds += 1;
      }
    };
    await Promise.all(Array.from({ length: 25 }, lane));
    console.log(`interleaved transactions (seed ${seed}):`, counts);
    expect(counts.done + counts.failedAsPlanned).toBe(2_000);
    expect(counts.wrongRows).toBe(0);
    expect(counts.wrongEnds).toBe(0);
    expect(counts.rowsSeen).toBeGreaterThan(800);
  } finally {
    await database.close();
  }
});
