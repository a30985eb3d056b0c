// Which polls are due, who runs them, and when they come again. All by the database's clock.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export interface DuePoll {
  orgId: string;
  connectionId: string;
  connector: string;
  trigger: string;
}

/** Over all orgs, fairly; only of connections that may be asked now. */
export const findDuePolls = async (
  sql: Sql,
  known: { connector: string; trigger: string }[],
  limit: number,
): Promise<DuePoll[]> =>
  (
    await sql.query<{ org_id: string; connection_id: string; connector: string; trigger: string }>(
      'SELECT * FROM due_polls($1, $2, $3)',
      [known.map((one) => one.connector), known.map((one) => one.trigger), limit],
    )
  ).map(({ org_id, connection_id, ...row }) => ({ orgId: org_id, connectionId: connection_id, ...row }));

interface PollKey {
  connectionId: string;
  trigger: string;
}
const keyOf = (tenant: TenantContext, { connectionId, trigger }: PollKey) => [tenant.orgId, connectionId, trigger];
const mine = 'WHERE org_id = $1::uuid AND connection_id = $2::uuid AND trigger = $3';

/**
 * The right to run this poll now: nobody else gets it while the lease lasts. A process that dies with it loses nothing,
 * because the cursor stays where it was, and delays it by no more than the lease.
 */
export async function claimPoll(
  tenant: TenantContext,
  sql: Sql,
  poll: PollKey,
  leaseMs: number,
): Promise<{ cursor: unknown; everySeconds: number | null } | null> {
  const [row] = await sql.query<{ cursor: unknown; every_seconds: number | null }>(
    `INSERT INTO connection_cursor AS c (org_id, connection_id, trigger, cursor, updated_at, leased_till)
     VALUES ($1::uuid, $2::uuid, $3, 'null'::jsonb, now(), now() + $4 * interval '1 millisecond')
     ON CONFLICT (org_id, connection_id, trigger) DO UPDATE SET updated_at = now(), leased_till = EXCLUDED.leased_till
     WHERE (c.due_at IS NULL OR c.due_at <= now()) AND (c.leased_till IS NULL OR c.leased_till <= now())
     RETURNING cursor, every_seconds`,
    [...keyOf(tenant, poll), leaseMs],
  );
  return row ? { cursor: row.cursor, everySeconds: row.every_seconds } : null;
}

/** After its hints are kept; the lease goes on. */
export const saveCursor = (tenant: TenantContext, sql: Sql, poll: PollKey, cursor: unknown, leaseMs: number) =>
  sql.query(
    `UPDATE connection_cursor SET cursor = $4::jsonb, leased_till = now() + $5 * interval '1 millisecond' ${mine}`,
    [...keyOf(tenant, poll), JSON.stringify(cursor ?? null), leaseMs],
  );

/** A little earlier or later than told, so that what began together does not stay together. */
export const finishPoll = (
  tenant: TenantContext,
  sql: Sql,
  poll: PollKey,
  next: { everySeconds: number; afterSeconds: number; hasAnswered: boolean; hadNews: boolean },
) =>
  sql.query(
    `UPDATE connection_cursor SET leased_till = NULL, every_seconds = $4,
       due_at = now() + make_interval(secs => $5::float8 * (0.9 + random() * 0.2)),
       polled_at = CASE WHEN $6 THEN now() ELSE polled_at END, news_at = CASE WHEN $7 THEN now() ELSE news_at END ${mine}`,
    [...keyOf(tenant, poll), next.everySeconds, next.afterSeconds, next.hasAnswered, next.hadNews],
  );

export interface PollRow {
  trigger: string;
  every_seconds: number | null;
  due_at: Date | null;
  polled_at: Date | null;
  news_at: Date | null;
}
export const findPolls = (tenant: TenantContext, sql: Sql, connectionId: string) =>
  sql.query<PollRow>(
    `SELECT trigger, every_seconds, due_at, polled_at, news_at FROM connection_cursor
     WHERE org_id = $1::uuid AND connection_id = $2::uuid`,
    [tenant.orgId, connectionId],
  );
