// Wrapped data keys in Postgres.
import type { Database, Db } from '../db/database.ts';
import type { TenantContext } from '../tenant.ts';
import type { OrgKeyStore } from './org-keyring.ts';

const select = { id: true, wrapped: true, kekId: true, retiredAt: true } as const;

export function createOrgKeyStore(database: Database): OrgKeyStore {
  return {
    list: (tenant) => database.withTenant(tenant, (db) => db.orgKey.findMany({ select, orderBy: { id: 'asc' } })),
    addFirst: (tenant, key) =>
      database.withTenant(tenant, async (db) => {
        await lockKeysOf(tenant, db);
        const rows = await db.orgKey.findMany({ select, orderBy: { id: 'asc' } });
        if (rows.some((row) => row.retiredAt === null)) return rows;
        const made = await db.orgKey.create({ data: { ...key, orgId: tenant.orgId }, select });
        return [...rows, made];
      }),
    replace: (tenant, key) =>
      database.withTenant(tenant, async (db) => {
        await lockKeysOf(tenant, db);
        await db.orgKey.updateMany({ where: { retiredAt: null }, data: { retiredAt: new Date() } });
        await db.orgKey.create({ data: { ...key, orgId: tenant.orgId } });
      }),
    rewrap: (tenant, id, from, to) =>
      database.withTenant(tenant, async (db) => {
        await db.orgKey.updateMany({ where: { id, kekId: from }, data: to });
      }),
  };
}

/** One writer of an org's keys at a time: two first keys would leave values that depend on which was seen. */
async function lockKeysOf(tenant: TenantContext, db: Db) {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('org_key/' || ${tenant.orgId}, 0))`;
}
