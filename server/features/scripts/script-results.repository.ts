// The queries of receiving a script's result.
import type { Database, Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** Only of an address that still takes a result. */
export async function routeCallback(
  database: Pick<Database, 'sqlWithoutTenant'>,
  callbackId: string,
): Promise<{ orgId: string; tokenHash: Uint8Array } | null> {
  const [row] = await database.sqlWithoutTenant((sql) =>
    sql.query<{ org_id: string; token_hash: Buffer }>('SELECT org_id, token_hash FROM route_script_callback($1)', [
      callbackId,
    ]),
  );
  return row ? { orgId: row.org_id, tokenHash: row.token_hash } : null;
}

export const findCallback = (tenant: Pick<TenantContext, 'orgId'>, db: Db, id: string) =>
  db.scriptCallback.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { connectionId: true, tag: true },
  });

/** One post wins. @returns whether this one did */
export async function saveResult(
  tenant: Pick<TenantContext, 'orgId'>,
  db: Db,
  id: string,
  result: { exitCode: number; output: string },
  at: Date,
): Promise<boolean> {
  const { count } = await db.scriptCallback.updateMany({
    where: { orgId: tenant.orgId, id, usedAt: null, expiresAt: { gt: at } },
    data: { ...result, usedAt: at },
  });
  return count === 1;
}

/** The output of a device is in the evidence of its run; the address is of no use any more. */
export const forgetCallbacks = (tenant: Pick<TenantContext, 'orgId'>, db: Db, expiredBefore: Date) =>
  db.scriptCallback.deleteMany({ where: { orgId: tenant.orgId, expiresAt: { lt: expiredBefore } } });
