// How often and whether at all a connection may be asked: a token bucket, the vendor's own "come back later", and a
// circuit that opens after failures in a row. One row per connection, changed in single statements by the database's
// clock, so that all processes together keep to it.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Database } from '#server/platform/db/database.ts';

export type SendResult = 'answered' | 'failed' | { throttledMs: number };

export interface RateGovernor {
  /** Takes a turn; answers how long to wait for it. @throws ConnectorError `rate-limited` | `unavailable`, nothing sent */
  takeTurn(maxWaitMs: number): Promise<{ waitMs: number; hadFailures: boolean }>;
  /** a turn that was taken and not used */
  giveBack(): Promise<void>;
  report(result: SendResult, hadFailures: boolean): Promise<void>;
}

export interface GovernorLimits {
  requestsPerMinute: number;
  burst: number;
}

const failuresToOpen = 5;
const firstOpenMs = 30_000;
const longestOpenMs = 300_000;
/** while one request tries whether the vendor is back, the others stay out */
const probeMs = 15_000;

const takeTurnSql = `
INSERT INTO connection_governor AS g (org_id, connection_id, tokens, refilled_at)
VALUES ($1::uuid, $2::uuid, $3::float8 - 1, clock_timestamp())
ON CONFLICT (org_id, connection_id) DO UPDATE SET
  tokens = LEAST($3, g.tokens + GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - g.refilled_at)) * $4::float8) - 1,
  refilled_at = clock_timestamp(),
  open_till = CASE WHEN g.open_till IS NULL THEN NULL ELSE clock_timestamp() + make_interval(secs => $6::float8 / 1000) END
WHERE (g.open_till IS NULL OR g.open_till <= clock_timestamp())
  AND (g.blocked_till IS NULL OR g.blocked_till <= clock_timestamp() + make_interval(secs => $5::float8 / 1000))
  AND LEAST($3, g.tokens + GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - g.refilled_at)) * $4) - 1 >= -$4 * $5 / 1000
RETURNING GREATEST(0, -tokens / $4 * 1000, EXTRACT(EPOCH FROM blocked_till - clock_timestamp()) * 1000)::float8 AS wait_ms, failures`;

const whyNotSql = `
SELECT GREATEST(0, EXTRACT(EPOCH FROM open_till - clock_timestamp()) * 1000)::float8 AS open_ms,
  GREATEST(0, EXTRACT(EPOCH FROM blocked_till - clock_timestamp()) * 1000)::float8 AS blocked_ms,
  GREATEST(0, -tokens / $3::float8 * 1000)::float8 AS behind_ms
FROM connection_governor WHERE org_id = $1::uuid AND connection_id = $2::uuid`;

const failedSql = `
UPDATE connection_governor SET failures = failures + 1,
  open_till = CASE WHEN failures + 1 < $3::int THEN open_till
    ELSE clock_timestamp() + make_interval(secs => LEAST($5::float8, $4::float8 * power(2, LEAST(failures + 1 - $3, 10))) / 1000) END
WHERE org_id = $1::uuid AND connection_id = $2::uuid`;

const answeredSql = `
UPDATE connection_governor SET failures = 0, open_till = NULL WHERE org_id = $1::uuid AND connection_id = $2::uuid`;

const throttledSql = `
UPDATE connection_governor
SET blocked_till = GREATEST(blocked_till, clock_timestamp() + make_interval(secs => $3::float8 / 1000))
WHERE org_id = $1::uuid AND connection_id = $2::uuid`;

const giveBackSql = `
UPDATE connection_governor SET tokens = LEAST($3::float8, tokens + 1) WHERE org_id = $1::uuid AND connection_id = $2::uuid`;

export function createRateGovernor(
  database: Pick<Database, 'sqlWithTenant'>,
  connection: { orgId: string; id: string; name: string },
  limits: GovernorLimits,
): RateGovernor {
  const key = [connection.orgId, connection.id];
  const perSecond = limits.requestsPerMinute / 60;
  const run = <Row>(text: string, values: unknown[]) =>
    database.sqlWithTenant(connection, (sql) => sql.query<Row>(text, [...key, ...values]));

  async function refusal(): Promise<ConnectorError> {
    const [row] = await run<{ open_ms: number | null; blocked_ms: number | null; behind_ms: number }>(whyNotSql, [
      perSecond,
    ]);
    const openMs = Math.ceil(row?.open_ms ?? 0);
    if (openMs > 0) {
      return new ConnectorError(
        'unavailable',
        `"${connection.name}" failed several times in a row and is left alone for ${seconds(openMs)}.`,
        { maybeApplied: false, retryAfterMs: openMs },
      );
    }
    const waitMs = Math.ceil(Math.max(row?.blocked_ms ?? 0, row?.behind_ms ?? 0, 1_000));
    return new ConnectorError(
      'rate-limited',
      `"${connection.name}" may not be asked more often; next turn in ${seconds(waitMs)}.`,
      { maybeApplied: false, retryAfterMs: waitMs },
    );
  }

  return {
    async takeTurn(maxWaitMs) {
      const [turn] = await run<{ wait_ms: number | null; failures: number }>(takeTurnSql, [
        limits.burst,
        perSecond,
        maxWaitMs,
        probeMs,
      ]);
      if (!turn) throw await refusal();
      return { waitMs: Math.ceil(turn.wait_ms ?? 0), hadFailures: turn.failures > 0 };
    },
    async giveBack() {
      await run(giveBackSql, [limits.burst]);
    },
    async report(result, hadFailures) {
      if (result === 'failed') await run(failedSql, [failuresToOpen, firstOpenMs, longestOpenMs]);
      else if (result !== 'answered') await run(throttledSql, [result.throttledMs]);
      else if (hadFailures) await run(answeredSql, []);
    },
  };
}

/** For a connection that is not saved yet: a handful of requests, no row to share. */
export const draftGovernor: RateGovernor = {
  takeTurn: async () => ({ waitMs: 0, hadFailures: false }),
  giveBack: async () => {},
  report: async () => {},
};

const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1_000))} s`;
