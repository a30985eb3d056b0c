// Runs that wait because of one connection.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export async function readHeldRuns(tenant: TenantContext, sql: Sql, connectionId: string) {
  const [row] = await sql.query<{ waiting: string; oldest_at: Date | null; next_try_at: Date | null }>(
    `SELECT count(*) AS waiting, min(h.since) AS oldest_at, min(w.wake_at) AS next_try_at
     FROM run_held h JOIN run_wait w ON w.org_id = h.org_id AND w.run_id = h.run_id AND w.reason IN ('retry', 'job')
     WHERE h.org_id = $1 AND h.connection_id = $2`,
    [tenant.orgId, connectionId],
  );
  return {
    waiting: Number(row?.waiting ?? 0),
    oldestAt: row?.oldest_at ?? null,
    nextTryAt: row?.next_try_at ?? null,
  };
}
