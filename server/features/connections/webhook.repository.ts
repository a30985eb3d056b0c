// Queries on a connection's webhook: its secrets while they change, what its vendor said of it, what arrived.
import { z } from 'zod';
import type { Db, Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** Vendors whose hooks are to be looked at, over all orgs. */
export const findDueHookChecks = async (sql: Sql, connectors: string[], limit: number) =>
  (
    await sql.query<{ org_id: string; connection_id: string }>('SELECT * FROM due_hook_checks($1, $2)', [
      connectors,
      limit,
    ])
  ).map((row) => ({ orgId: row.org_id, connectionId: row.connection_id }));

export interface ClaimedHook {
  id: string;
  name: string;
  ingestSecret: Buffer;
  /** what the vendor said the last time; null = it was not asked yet */
  wasActive: boolean | null;
}

/** One process looks at a hook at a time, and the next look is some time away, not the same for all. */
export async function claimHookCheck(
  tenant: TenantContext,
  sql: Sql,
  connectionId: string,
  everySeconds: number,
): Promise<ClaimedHook | null> {
  const [row] = await sql.query<{ id: string; name: string; ingest_secret: Buffer; hook_is_active: boolean | null }>(
    `UPDATE connection SET hook_check_due_at = now() + make_interval(secs => $3::float8 * (0.9 + random() * 0.2))
     WHERE org_id = $1 AND id = $2 AND status <> 'disabled' AND (hook_check_due_at IS NULL OR hook_check_due_at <= now())
     RETURNING id, name, ingest_secret, hook_is_active`,
    [tenant.orgId, connectionId, everySeconds],
  );
  return row ? { id: row.id, name: row.name, ingestSecret: row.ingest_secret, wasActive: row.hook_is_active } : null;
}

/** May we change something at a vendor by ourselves? A switch that cannot be read is off. */
export async function isAutomationOn(tenant: TenantContext, db: Db): Promise<boolean> {
  const org = await db.org.findUnique({ where: { id: tenant.orgId }, select: { settings: true } });
  return automationSwitch.safeParse(org?.settings).success;
}
const automationSwitch = z.object({ automation: z.literal('on').optional() });

/** How often we set it up again by ourselves since then. */
export const countRepairs = (tenant: TenantContext, db: Db, connectionId: string, sinceId: string) =>
  db.auditEntry.count({
    where: {
      orgId: tenant.orgId,
      targetKind: 'connection',
      targetId: connectionId,
      action: 'register-webhook',
      actor: tenant.actor,
      id: { gte: sinceId },
    },
  });

/** `isActive: null` leaves the last answer as it is. */
export const saveHookState = (
  tenant: TenantContext,
  sql: Sql,
  connectionId: string,
  state: { isActive: boolean | null; problem: string | null },
) =>
  sql.query(
    `UPDATE connection SET hook_is_active = COALESCE($3, hook_is_active), hook_problem = $4, hook_checked_at = now()
     WHERE org_id = $1 AND id = $2`,
    [tenant.orgId, connectionId, state.isActive, state.problem],
  );

/** The newest thing the vendor itself sent since then, within the hour: a page that is open for days reads no more than that; ids begin with their time, by a clock that may differ a little. */
export async function findArrival(
  tenant: TenantContext,
  sql: Sql,
  connectionId: string,
  since: Date,
  pollMark: object,
) {
  const [row] = await sql.query<{
    id: string;
    received_at: Date;
    state: 'pending' | 'done' | 'ignored' | 'dead';
    attempts: number;
    error: string | null;
    processed_at: Date | null;
  }>(
    `SELECT id, received_at, state, attempts, error, processed_at FROM inbox
     WHERE org_id = $1 AND connection_id = $2 AND id >= uuid7_floor(greatest($3::timestamptz, now() - interval '1 hour') - interval '1 minute')
       AND received_at >= greatest($3::timestamptz, now() - interval '1 hour') AND NOT headers @> $4::jsonb
     ORDER BY id DESC LIMIT 1`,
    [tenant.orgId, connectionId, since, JSON.stringify(pollMark)],
  );
  return row ?? null;
}

export const readDatabaseTime = async (sql: Sql): Promise<Date> =>
  (await sql.query<{ now: Date }>('SELECT now() AS now'))[0]?.now ?? new Date();
