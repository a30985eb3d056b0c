// What becomes of an inbox row, from how its hints went. Pure.
import type { DrainLimits } from './drain-inbox.ts';
import type { ClaimedRow, Verdict } from './inbox.repository.ts';

export type Outcome =
  | { kind: 'ok' }
  /** said to be new, and the vendor does not have it: too new for its own API, or gone again */
  | { kind: 'missing' }
  | { kind: 'unavailable'; message: string; retryAfterMs: number | null }
  | { kind: 'failed'; message: string };

/** hooks overtake the vendor's own database by seconds */
const vendorLagMs = 120_000;

/** A vendor that is away costs a row nothing; a row that fails by itself has a few lives. */
export function judgeRow(
  row: Pick<ClaimedRow, 'attempts' | 'receivedAt'>,
  outcomes: Outcome[],
  limits: Pick<DrainLimits, 'maxAttempts' | 'backoffMs' | 'maxBackoffMs'>,
  now = Date.now(),
): Verdict {
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  const away = outcomes.find((outcome) => outcome.kind === 'unavailable');
  if (failed) {
    if (row.attempts >= limits.maxAttempts) return { state: 'dead', error: failed.message };
    const afterMs = Math.min(limits.backoffMs * 2 ** (row.attempts - 1), limits.maxBackoffMs);
    return { state: 'pending', error: failed.message, afterMs, isCounted: true };
  }
  // the longer it has waited, the longer it can wait: a quarter of its age, within bounds
  const ageMs = now - row.receivedAt.getTime();
  const patience = Math.min(Math.max(ageMs / 4, limits.backoffMs), limits.maxBackoffMs);
  if (away) {
    return {
      state: 'pending',
      error: away.message,
      afterMs: Math.max(away.retryAfterMs ?? 0, patience),
      isCounted: false,
      waitsForVendor: true,
    };
  }
  if (ageMs < vendorLagMs && outcomes.some((outcome) => outcome.kind === 'missing')) {
    return { state: 'pending', error: 'The vendor does not have it yet.', afterMs: patience, isCounted: false };
  }
  return { state: outcomes.length === 0 ? 'ignored' : 'done' };
}
