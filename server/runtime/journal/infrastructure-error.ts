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
const messages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
];

export function isInfrastructureError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as { code?: unknown }).code ?? '');
  if (networkCodes.has(code) || transientStates.has(code)) return true;
  // class 08: connection exception; 57P0x: the server is shutting down, crashed or starting
  if (/^08...$/.test(code) || /^57P0[1-5]$/.test(code)) return true;
  if (messages.some((text) => error.message.includes(text))) return true;
  if (error instanceof AggregateError && error.errors.some(isInfrastructureError)) return true;
  return error.cause !== undefined && isInfrastructureError(error.cause);
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
