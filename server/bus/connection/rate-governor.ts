// How often and whether at all a connection may be asked: a token bucket, the vendor's own "come back later", a pace that
// falls when the vendor throttles and comes back with time, and a circuit that opens after failures in a row. All
// processes together keep to it.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Database, Sql } from '#server/platform/db/database.ts';
import { addressKey } from './address-key.ts';
import {
  type Bucket,
  giveBackOwn,
  giveBackShared,
  noteAnswer,
  noteFailure,
  noteSharedThrottle,
  noteThrottle,
  type Owner,
  takeOwnTurn,
  takeSharedTurn,
  type WhyNot,
  whyNoOwnTurn,
  whyNoSharedTurn,
} from './governor.repository.ts';

export type SendResult = 'answered' | 'failed' | { throttledMs: number };

export interface GivenTurn {
  waitMs: number;
  hadFailures: boolean;
  /** since the vendor came back after an outage; null = there was none */
  recoveringMs: number | null;
}

export interface RateGovernor {
  /** Takes a turn; answers how long to wait for it. @throws ConnectorError `rate-limited` | `unavailable`, nothing sent */
  takeTurn(maxWaitMs: number, host: string): Promise<GivenTurn>;
  /** a turn that was taken and not used */
  giveBack(host: string): Promise<void>;
  report(result: SendResult, hadFailures: boolean, host: string): Promise<void>;
}

export interface GovernorLimits {
  requestsPerMinute: number;
  burst: number;
  shared?: 'connection' | 'address';
}

export interface Circuit {
  failuresToOpen: number;
  firstOpenMs: number;
  longestOpenMs: number;
  /** while one request tries whether the vendor is back, the others stay out */
  probeMs: number;
}
export const usualCircuit: Circuit = {
  failuresToOpen: 5,
  firstOpenMs: 30_000,
  longestOpenMs: 300_000,
  probeMs: 15_000,
};
/** the others of one address are kept waiting no longer than this by what one of them was told */
const longestSharedBlockMs = 60_000;

export interface GovernedConnection {
  orgId: string;
  id: string;
  name: string;
  /** connector id */
  connector: string;
}

export function createRateGovernor(
  database: Pick<Database, 'sqlWithTenant'>,
  connection: GovernedConnection,
  limits: GovernorLimits,
  circuit: Circuit = usualCircuit,
): RateGovernor {
  const owner: Owner = [connection.orgId, connection.id];
  const bucket: Bucket = { burst: limits.burst, perSecond: limits.requestsPerMinute / 60 };
  const run = <T>(work: (sql: Sql) => Promise<T>) => database.sqlWithTenant(connection, work);
  const sharedKey = (host: string) => (limits.shared === 'address' ? addressKey(connection.connector, host) : null);

  function refusal(row: WhyNot | undefined): ConnectorError {
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
    async takeTurn(maxWaitMs, host) {
      const key = sharedKey(host);
      const turns = await run(async (sql) => {
        const own = await takeOwnTurn(sql, owner, bucket, maxWaitMs, circuit.probeMs);
        if (!own) return { refused: await whyNoOwnTurn(sql, owner, bucket) };
        const shared = key && (await takeSharedTurn(sql, key, bucket, maxWaitMs));
        if (shared !== undefined) return { own, shared };
        await giveBackOwn(sql, owner, bucket);
        return { refused: key ? await whyNoSharedTurn(sql, key, bucket) : undefined };
      });
      if (!turns.own) throw refusal(turns.refused);
      const { own, shared } = turns;
      return {
        waitMs: Math.ceil(Math.max(own.wait_ms ?? 0, shared?.wait_ms ?? 0)),
        hadFailures: own.failures > 0,
        recoveringMs: own.recovering_ms,
      };
    },
    async giveBack(host) {
      const key = sharedKey(host);
      await run(async (sql) => {
        await giveBackOwn(sql, owner, bucket);
        if (key) await giveBackShared(sql, key, bucket);
      });
    },
    async report(result, hadFailures, host) {
      if (result === 'answered' && !hadFailures) return;
      const key = sharedKey(host);
      await run(async (sql) => {
        if (result === 'failed') await noteFailure(sql, owner, circuit);
        else if (result === 'answered') await noteAnswer(sql, owner);
        else {
          await noteThrottle(sql, owner, result.throttledMs);
          if (key) await noteSharedThrottle(sql, key, Math.min(result.throttledMs, longestSharedBlockMs));
        }
      });
    },
  };
}

/** For a connection that is not saved yet: a handful of requests, no row to share. */
export const draftGovernor: RateGovernor = {
  takeTurn: async () => ({ waitMs: 0, hadFailures: false, recoveringMs: null }),
  giveBack: async () => {},
  report: async () => {},
};

const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1_000))} s`;
