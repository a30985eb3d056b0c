// The rows of the governor: single statements by the database's clock, so that all processes together keep to them.
// One row per connection; one per vendor and product where the vendor counts by address, which knows no tenant.
import type { Sql } from '#server/platform/db/database.ts';

export interface Bucket {
  burst: number;
  perSecond: number;
}
export interface Turn {
  wait_ms: number | null;
}
export interface OwnTurn extends Turn {
  failures: number;
  /** since the outage behind us ended; null = there was none */
  recovering_ms: number | null;
}

/** a tenth of the limit at least, so that the vendor's mind is noticed when it changes */
const leastPace = 0.1;
/** from a half back to the whole in five minutes */
const pacePerSecond = 1 / 600;
/** requests that were under way together are refused together: that is one "too fast" */
const sameMomentSeconds = 5;
/** after an outage */
const recoveringPace = 0.25;

const now = 'clock_timestamp()';
/** null when there is no such time */
const secondsSince = (time: string) =>
  `CASE WHEN ${time} IS NOT NULL THEN GREATEST(0, EXTRACT(EPOCH FROM ${now} - ${time})) END`;
/** the share of the limit that is used now */
const pace = (row: string) =>
  `LEAST(1, ${row}pace + COALESCE(${secondsSince(`${row}paced_at`)}, 0) * ${pacePerSecond})`;
const inMs = (value: string) => `make_interval(secs => ${value}::float8 / 1000)`;
const msTill = (time: string) => `EXTRACT(EPOCH FROM ${time} - ${now}) * 1000`;
const mine = 'WHERE org_id = $1::uuid AND connection_id = $2::uuid';

/** $burst, $perSecond, $wait: parameters of the statement */
const refilled = (burst: string, perSecond: string) =>
  `LEAST(${burst}::float8, g.tokens + ${secondsSince('g.refilled_at')} * ${perSecond}::float8 * ${pace('g.')})`;
const mayTake = (burst: string, perSecond: string, wait: string) => `
  (g.blocked_till IS NULL OR g.blocked_till <= ${now} + ${inMs(wait)})
  AND ${refilled(burst, perSecond)} - 1 >= -${perSecond}::float8 * ${pace('g.')} * ${wait}::float8 / 1000`;
const waitMs = (perSecond: string) =>
  `GREATEST(0, -tokens / (${perSecond}::float8 * ${pace('')}) * 1000, ${msTill('blocked_till')})::float8 AS wait_ms`;

const takeOwn = `
INSERT INTO connection_governor AS g (org_id, connection_id, tokens, refilled_at, minute_at, minute_used)
VALUES ($1::uuid, $2::uuid, $3::float8 - 1, ${now}, ${now}, 1)
ON CONFLICT (org_id, connection_id) DO UPDATE SET
  tokens = ${refilled('$3', '$4')} - 1,
  refilled_at = GREATEST(g.refilled_at, ${now}),
  open_till = CASE WHEN g.open_till IS NULL THEN NULL ELSE ${now} + ${inMs('$6')} END,
  minute_at = CASE WHEN g.minute_at > ${now} - interval '1 minute' THEN g.minute_at
    WHEN g.minute_at > ${now} - interval '2 minutes' THEN g.minute_at + interval '1 minute' ELSE ${now} END,
  minute_used = CASE WHEN g.minute_at > ${now} - interval '1 minute' THEN g.minute_used + 1 ELSE 1 END,
  minute_before = CASE WHEN g.minute_at > ${now} - interval '1 minute' THEN g.minute_before
    WHEN g.minute_at > ${now} - interval '2 minutes' THEN g.minute_used ELSE 0 END
WHERE (g.open_till IS NULL OR g.open_till <= ${now}) AND ${mayTake('$3', '$4', '$5')}
RETURNING ${waitMs('$4')}, failures, (${secondsSince('recovered_at')} * 1000)::float8 AS recovering_ms`;

const takeShared = `
INSERT INTO address_governor AS g (key, tokens, refilled_at) VALUES ($1::bytea, $2::float8 - 1, ${now})
ON CONFLICT (key) DO UPDATE SET tokens = ${refilled('$2', '$3')} - 1, refilled_at = GREATEST(g.refilled_at, ${now})
WHERE ${mayTake('$2', '$3', '$4')}
RETURNING ${waitMs('$3')}`;

export type Owner = readonly [orgId: string, connectionId: string];

export const takeOwnTurn = async (sql: Sql, owner: Owner, bucket: Bucket, maxWaitMs: number, probeMs: number) =>
  (await sql.query<OwnTurn>(takeOwn, [...owner, bucket.burst, bucket.perSecond, maxWaitMs, probeMs]))[0];

export const takeSharedTurn = async (sql: Sql, key: Buffer, bucket: Bucket, maxWaitMs: number) =>
  (await sql.query<Turn>(takeShared, [key, bucket.burst, bucket.perSecond, maxWaitMs]))[0];

export interface WhyNot {
  open_ms: number | null;
  blocked_ms: number | null;
  behind_ms: number | null;
}
const why = (open: string, perSecond: string) => `
SELECT ${open} AS open_ms, GREATEST(0, ${msTill('blocked_till')})::float8 AS blocked_ms,
  GREATEST(0, -tokens / (${perSecond}::float8 * ${pace('')}) * 1000)::float8 AS behind_ms`;

export const whyNoOwnTurn = async (sql: Sql, owner: Owner, bucket: Bucket) =>
  (
    await sql.query<WhyNot>(
      `${why(`GREATEST(0, ${msTill('open_till')})::float8`, '$3')} FROM connection_governor ${mine}`,
      [...owner, bucket.perSecond],
    )
  )[0];

export const whyNoSharedTurn = async (sql: Sql, key: Buffer, bucket: Bucket) =>
  (
    await sql.query<WhyNot>(`${why('NULL::float8', '$2')} FROM address_governor WHERE key = $1::bytea`, [
      key,
      bucket.perSecond,
    ])
  )[0];

export const giveBackOwn = (sql: Sql, owner: Owner, bucket: Bucket) =>
  sql.query(
    `UPDATE connection_governor SET tokens = LEAST($3::float8, tokens + 1), minute_used = GREATEST(0, minute_used - 1) ${mine}`,
    [...owner, bucket.burst],
  );
export const giveBackShared = (sql: Sql, key: Buffer, bucket: Bucket) =>
  sql.query('UPDATE address_governor SET tokens = LEAST($2::float8, tokens + 1) WHERE key = $1::bytea', [
    key,
    bucket.burst,
  ]);

export const noteFailure = (
  sql: Sql,
  owner: Owner,
  circuit: { failuresToOpen: number; firstOpenMs: number; longestOpenMs: number },
) =>
  sql.query(
    `UPDATE connection_governor SET failures = failures + 1,
       open_till = CASE WHEN failures + 1 < $3::int THEN open_till
         ELSE ${now} + ${inMs('LEAST($5::float8, $4::float8 * power(2, LEAST(failures + 1 - $3, 10)))')} END ${mine}`,
    [...owner, circuit.failuresToOpen, circuit.firstOpenMs, circuit.longestOpenMs],
  );

/** The vendor answers again. Was it left alone before, it is begun with slowly: what waited must not fall on it at once. */
export const noteAnswer = (sql: Sql, owner: Owner) =>
  sql.query(
    `UPDATE connection_governor SET failures = 0,
       recovered_at = CASE WHEN open_till IS NULL THEN recovered_at ELSE ${now} END,
       pace = CASE WHEN open_till IS NULL THEN pace ELSE LEAST(${pace('')}, ${recoveringPace}) END,
       paced_at = CASE WHEN open_till IS NULL THEN paced_at ELSE ${now} END,
       tokens = CASE WHEN open_till IS NULL THEN tokens ELSE LEAST(tokens, 1) END,
       open_till = NULL ${mine}`,
    [...owner],
  );

const throttle = (ms: string) => `
  blocked_till = GREATEST(blocked_till, ${now} + ${inMs(ms)}),
  tokens = LEAST(tokens, 1), refilled_at = GREATEST(refilled_at, ${now} + ${inMs(ms)}),
  pace = CASE WHEN paced_at > ${now} - interval '${sameMomentSeconds} seconds' THEN pace ELSE GREATEST(${leastPace}, ${pace('')} / 2) END,
  paced_at = CASE WHEN paced_at > ${now} - interval '${sameMomentSeconds} seconds' THEN paced_at ELSE ${now} END`;

export const noteThrottle = (sql: Sql, owner: Owner, ms: number) =>
  sql.query(`UPDATE connection_governor SET ${throttle('$3')} ${mine}`, [...owner, ms]);
export const noteSharedThrottle = (sql: Sql, key: Buffer, ms: number) =>
  sql.query(`UPDATE address_governor SET ${throttle('$2')} WHERE key = $1::bytea`, [key, ms]);

export interface PaceRow {
  pace: number;
  used: number;
  paced_at: Date | null;
  blocked_till: Date | null;
  open_till: Date | null;
  failures: number;
  recovering_ms: number | null;
}
/** The last minute slides: of the minute before it counts the part that is not yet a minute ago. */
export const readPaceRow = async (sql: Sql, owner: Owner) =>
  (
    await sql.query<PaceRow>(
      `SELECT ${pace('')}::float8 AS pace, paced_at, failures,
         CASE WHEN blocked_till > ${now} THEN blocked_till END AS blocked_till,
         CASE WHEN open_till > ${now} THEN open_till END AS open_till,
         (${secondsSince('recovered_at')} * 1000)::float8 AS recovering_ms,
         CASE WHEN age.s < 60 THEN minute_used + minute_before * (1 - age.s / 60)
           WHEN age.s < 120 THEN minute_used * (2 - age.s / 60) ELSE 0 END::float8 AS used
       FROM connection_governor, LATERAL (SELECT COALESCE(${secondsSince('minute_at')}, 999) AS s) age ${mine}`,
      [...owner],
    )
  )[0];
