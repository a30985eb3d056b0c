import { expect, it } from 'vitest';
import type { ClockView } from '#server/features/service-levels/service-level.schema.ts';
import { clockStateOf, clockText, timeInZone } from './describe-clock.ts';

const clock = (state: ClockView['state'], usedMinutes: number, targetMinutes: number | null = 240): ClockView => ({
  state,
  usedMinutes,
  targetMinutes,
  dueAt: null,
});

it.each([
  [clock('running', 60), 'running', '3 h left'],
  [clock('running', 180), 'soon', '1 h left'],
  [clock('paused', 230), 'paused', 'Paused, 10 min left'],
  [clock('met', 95), 'met', 'Met in 1 h 35 min'],
  [clock('met', 0), 'met', 'Met at once'],
  [clock('unknown', 300), 'unknown', 'Not known'],
  [clock('late', 300), 'late', 'Late by 1 h'],
  [clock('none', 10, null), 'none', 'Not promised'],
])('%o is %s: "%s"', (one, state, text) => expect([clockStateOf(one), clockText(one)]).toEqual([state, text]));

it('a due time is told on the clocks of the promise', () => {
  const at = new Date('2026-11-20T17:00:00Z');
  expect([timeInZone(at, 'Europe/Zurich'), timeInZone(at, 'Pacific/Auckland')]).toEqual([
    'Fri 20 Nov, 18:00',
    'Sat 21 Nov, 06:00',
  ]);
});
