// Which failures are the database being away for a moment, and waiting them out. They say nothing about the work:
// never counted as an attempt of a step, never shown as a run's failure.
import { setTimeout as sleep } from 'node:timers/promises';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** serialization failure, deadlock, too many connections, a lock not had, a hanging transaction ended: again goes through */
const transientStates = new Set(['40001', '40P01', '53300', '55P03', '25P03']);
/** the same through the query builder: not reachable, timed out, closed, pool full, deadlock, too many connections */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2034', 'P2037']);
const messages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
  'Unable to start a transaction in the given time',
];

export function isInfrastructureError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as { code?: unknown }).code ?? '');
  if (networkCodes.has(code) || prismaCodes.has(code) || isAway(code) || isAway(stateInPrisma(error))) return true;
  if (messages.some((text) => error.message.includes(text))) return true;
  if (error instanceof AggregateError && error.errors.some(isInfrastructureError)) return true;
  return error.cause !== undefined && isInfrastructureError(error.cause);
}

/** class 08: connection exception; 57P0x: the server is shutting down, crashed or starting */
const isAway = (state: string): boolean =>
  transientStates.has(state) || /^08...$/.test(state) || /^57P0[1-5]$/.test(state);

/** The query builder keeps the server's own code two levels down. */
function stateInPrisma(error: Error): string {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  return String(meta?.driverAdapterError?.cause?.originalCode ?? '');
}

export interface Patience {
  /** give up after this long */
  forMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
}

const defaultPatience: Patience = { forMs: 120_000, firstPauseMs: 50, longestPauseMs: 1_000 };

/** Tries again while the database is away. `work` must be safe to repeat after an unknown outcome. */
export async function outlastInfrastructure<T>(work: () => Promise<T>, patience = defaultPatience): Promise<T> {
  const until = performance.now() + patience.forMs;
  for (let pauseMs = patience.firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, patience.longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isInfrastructureError(error) || performance.now() + pauseMs > until) throw error;
      await sleep(pauseMs);
    }
  }
}
