import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drainLimits } from './drain-inbox.ts';
import { judgeRow, type Outcome } from './judge-row.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const judge = (attempts: number, outcomes: Outcome[], ageMs = 0) =>
  judgeRow({ attempts, receivedAt: new Date(now - ageMs) }, outcomes, drainLimits, now);
const ok: Outcome = { kind: 'ok' };
const failed: Outcome = { kind: 'failed', message: 'odd' };
const away = (retryAfterMs: number | null = null): Outcome => ({ kind: 'unavailable', message: 'away', retryAfterMs });
const anyOutcome = fc.constantFrom(ok, failed, away(), away(10));

describe('a row', () => {
  it('without a hint is ignored, and done only when every hint went well', () => {
    expect(judge(1, [])).toEqual({ state: 'ignored' });
    expect(judge(1, [ok, ok])).toEqual({ state: 'done' });
    fc.assert(
      fc.property(fc.array(anyOutcome, { minLength: 1 }), fc.integer({ min: 1, max: 50 }), (outcomes, attempts) => {
        const isAllWell = outcomes.every((outcome) => outcome.kind === 'ok');
        expect(judge(attempts, outcomes).state === 'done').toBe(isAllWell);
      }),
    );
  });

  it('never dies because a vendor is away, however long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 10 ** 9 }), (attempts, ageMs) => {
        expect(judge(attempts, [ok, away()], ageMs)).toMatchObject({ state: 'pending', isCounted: false });
      }),
    );
  });

  it('comes again no sooner than the vendor asked, and within bounds otherwise', () => {
    expect(judge(1, [away(900_000)])).toMatchObject({ afterMs: 900_000 });
    expect(judge(1, [away(1)])).toMatchObject({ afterMs: drainLimits.backoffMs });
    expect(judge(1, [away()], 10 ** 9)).toMatchObject({ afterMs: drainLimits.maxBackoffMs });
  });

  it('about something too new for its own vendor is asked again for two minutes, then let go', () => {
    expect(judge(1, [{ kind: 'missing' }], 119_000)).toMatchObject({ state: 'pending', isCounted: false });
    expect(judge(1, [{ kind: 'missing' }], 121_000)).toEqual({ state: 'done' });
    expect(judge(1, [ok, { kind: 'missing' }])).toMatchObject({ state: 'pending' });
  });

  it('that fails by itself waits longer each time and dies at its last attempt', () => {
    const waits = [1, 2, 3, 4].map((attempt) => judge(attempt, [failed]));
    expect(waits.map((verdict) => 'afterMs' in verdict && verdict.afterMs)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(judge(drainLimits.maxAttempts, [failed, away()])).toEqual({ state: 'dead', error: 'odd' });
  });
});
