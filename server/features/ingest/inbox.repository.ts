// The inbox as the worker sees it: claim under a lease, then done, again later, or dead and visible.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export interface ClaimedRow {
  id: string;
  connectionId: string;
  /** connector id of its connection */
  connector: string;
  headers: Record<string, string>;
  body: Buffer;
  /** this one included */
  attempts: number;
  receivedAt: Date;
}

/**
 * What waits for a vendor that is left alone stays where it is. Others skip what is locked or leased; a lease that ran out belongs to a worker that died.
 * A sender without ids says the same words for every change of a record. Until its row is claimed, the same words are
 * the same news, because the record is read after that; from then on they are new: the key is freed.
 */
const claim = `
WITH due AS (
  SELECT id FROM inbox WHERE org_id = $1 AND state = 'pending' AND (not_before IS NULL OR not_before <= now())
    AND (leased_till IS NULL OR leased_till <= now()) AND ($4::uuid IS NULL OR connection_id = $4)
    AND NOT EXISTS (SELECT FROM connection_governor g WHERE g.org_id = $1 AND g.connection_id = inbox.connection_id
      AND (g.open_till > now() OR g.blocked_till > now()))
  ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE inbox SET attempts = attempts + 1, leased_till = now() + $3 * interval '1 millisecond'
  FROM due WHERE inbox.org_id = $1 AND inbox.id = due.id
  RETURNING inbox.id, inbox.connection_id, inbox.dedupe_key, inbox.headers, inbox.body, inbox.attempts, inbox.received_at
), freed AS (
  UPDATE inbox_key SET dedupe_key = inbox_key.dedupe_key || '@' || claimed.id FROM claimed
  WHERE inbox_key.org_id = $1 AND inbox_key.connection_id = claimed.connection_id AND inbox_key.inbox_id = claimed.id
    AND inbox_key.dedupe_key = claimed.dedupe_key AND claimed.dedupe_key LIKE 'body:%'
)
SELECT claimed.*, connection.connector FROM claimed
JOIN connection ON connection.org_id = $1 AND connection.id = claimed.connection_id ORDER BY claimed.id`;

export async function claimRows(
  tenant: TenantContext,
  sql: Sql,
  options: { limit: number; leaseMs: number; connectionId?: string | undefined },
): Promise<ClaimedRow[]> {
  const rows = await sql.query<{
    id: string;
    connection_id: string;
    connector: string;
    headers: Record<string, string>;
    body: Buffer;
    attempts: number;
    received_at: Date;
  }>(claim, [tenant.orgId, options.limit, options.leaseMs, options.connectionId ?? null]);
  return rows.map((row) => ({
    id: row.id,
    connectionId: row.connection_id,
    connector: row.connector,
    headers: row.headers,
    body: row.body,
    attempts: row.attempts,
    receivedAt: row.received_at,
  }));
}

export interface Outage {
  /** left alone until it has answered once */
  isTrying: boolean;
  /** since it answered again; null = not within the last minutes */
  backForMs: number | null;
}

/** What the governor says of the vendor. */
export async function readOutage(tenant: TenantContext, sql: Sql, connectionId: string): Promise<Outage> {
  const [row] = await sql.query<{ is_trying: boolean; back_for_ms: number | null }>(
    `SELECT open_till IS NOT NULL AS is_trying,
       CASE WHEN recovered_at > now() - interval '5 minutes' THEN extract(epoch FROM now() - recovered_at) * 1000 END::float8 AS back_for_ms
     FROM connection_governor WHERE org_id = $1 AND connection_id = $2`,
    [tenant.orgId, connectionId],
  );
  return { isTrying: row?.is_trying ?? false, backForMs: row?.back_for_ms ?? null };
}

export const renewLeases = (tenant: TenantContext, sql: Sql, ids: string[], leaseMs: number) =>
  sql.query(
    `UPDATE inbox SET leased_till = now() + $3 * interval '1 millisecond'
     WHERE org_id = $1 AND id = ANY($2::uuid[]) AND state = 'pending' AND leased_till IS NOT NULL`,
    [tenant.orgId, ids, leaseMs],
  );

export type Verdict =
  | { state: 'done' | 'ignored' }
  | { state: 'dead'; error: string }
  /** `isCounted: false`: nothing is wrong with the row itself, it may come again for ever */
  | { state: 'pending'; error: string; afterMs: number; isCounted: boolean; waitsForVendor?: boolean };

export async function finishRow(tenant: TenantContext, sql: Sql, id: string, verdict: Verdict): Promise<void> {
  const error = 'error' in verdict ? verdict.error.slice(0, 1_000) : null;
  const afterMs = verdict.state === 'pending' ? Math.round(verdict.afterMs) : null;
  const refund = verdict.state === 'pending' && !verdict.isCounted ? 1 : 0;
  await sql.query(
    `UPDATE inbox SET state = $3::inbox_state, error = $4, leased_till = NULL, attempts = greatest(attempts - $6, 0),
       not_before = now() + $5 * interval '1 millisecond', waits_for_vendor = $7,
       processed_at = CASE WHEN $3 = 'pending' THEN NULL ELSE now() END
     WHERE org_id = $1 AND id = $2 AND state = 'pending'`,
    [tenant.orgId, id, verdict.state, error, afterMs, refund, 'waitsForVendor' in verdict && verdict.waitsForVendor],
  );
}

/** For the connections page: when something last came. */
export const noteLastEvent = (tenant: TenantContext, sql: Sql, connectionId: string, at: Date) =>
  sql.query(
    `UPDATE connection SET last_event_at = $3 WHERE org_id = $1 AND id = $2 AND (last_event_at IS NULL OR last_event_at < $3)`,
    [tenant.orgId, connectionId, at],
  );

/** The vendor answers again: what waited for it is due now, and is drained in the order in which it came. */
export const releaseWaiting = (tenant: TenantContext, sql: Sql, connectionIds: string[]) =>
  sql.query(
    `UPDATE inbox SET not_before = NULL, waits_for_vendor = false
     WHERE org_id = $1 AND connection_id = ANY($2::uuid[]) AND state = 'pending' AND waits_for_vendor`,
    [tenant.orgId, connectionIds],
  );

/** What was dealt with, or could not be, gets another life; what still waits is left alone. */
export async function reviveRow(
  tenant: TenantContext,
  sql: Sql,
  id: string,
  connectionId: string | null = null,
): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE inbox SET state = 'pending', attempts = 0, not_before = NULL, leased_till = NULL, error = NULL, processed_at = NULL
     WHERE org_id = $1 AND id = $2 AND state <> 'pending' AND ($3::uuid IS NULL OR connection_id = $3) RETURNING id`,
    [tenant.orgId, id, connectionId],
  );
  return rows.length > 0;
}

export interface PendingInbox {
  orgId: string;
  connectionId: string;
}
/** Connections with something to drain, over all orgs. */
export const findPendingInboxes = async (sql: Sql): Promise<PendingInbox[]> =>
  (
    await sql.query<{ org_id: string; connection_id: string }>(
      'SELECT org_id, connection_id FROM pending_inbox_connections(1000)',
    )
  ).map((row) => ({ orgId: row.org_id, connectionId: row.connection_id }));

/** What waits of one connection: all that is not done, and whether it waits for the vendor. */
export async function readBacklog(tenant: TenantContext, sql: Sql, connectionId: string) {
  const [row] = await sql.query<{
    waiting: string;
    held: string;
    dead: string;
    oldest_at: Date | null;
    next_try_at: Date | null;
  }>(
    `SELECT count(*) FILTER (WHERE state = 'pending') AS waiting,
       count(*) FILTER (WHERE state = 'pending' AND waits_for_vendor) AS held,
       count(*) FILTER (WHERE state = 'dead') AS dead,
       min(received_at) FILTER (WHERE state = 'pending') AS oldest_at,
       min(COALESCE(not_before, now())) FILTER (WHERE state = 'pending') AS next_try_at
     FROM inbox WHERE org_id = $1 AND connection_id = $2 AND state IN ('pending', 'dead')`,
    [tenant.orgId, connectionId],
  );
  return {
    waiting: Number(row?.waiting ?? 0),
    held: Number(row?.held ?? 0),
    dead: Number(row?.dead ?? 0),
    oldestAt: row?.oldest_at ?? null,
    nextTryAt: row?.next_try_at ?? null,
  };
}
