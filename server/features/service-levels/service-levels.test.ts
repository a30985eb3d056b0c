// Only open time counts, in the zone of the promise, through every change of the clocks, and a pause takes nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOpenMinutes, openMinutesBetween } from './open-hours.ts';
import { type ServiceLevel, type Stage, serviceLevelSchema, ticketStages } from './service-level.schema.ts';
import { type ClockedTicket, readClock } from './ticket-clock.ts';

const nineToFive = [{ from: 540, to: 1_020 }];
const level = (change: Partial<ServiceLevel> = {}): ServiceLevel => ({
  name: 'Standard',
  timeZone: 'Europe/Zurich',
  week: [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, [], []],
  holidays: [],
  targets: {
    critical: { response: 30, resolution: 240 },
    high: { response: 60, resolution: 480 },
    medium: { response: 120, resolution: 960 },
    low: { response: null, resolution: null },
  },
  pausedStages: ['waiting-customer', 'waiting-vendor'],
  staleAfterMinutes: 960,
  ...change,
});
const at = (text: string) => Date.parse(text);
const minuteMs = 60_000;

describe('open hours', () => {
  it.each<[string, string, string, number]>([
    ['within a day', '2026-11-20T10:00+01:00', '2026-11-20T11:30+01:00', 90],
    ['before the door opens', '2026-11-20T06:00+01:00', '2026-11-20T09:10+01:00', 10],
    ['over a night', '2026-11-19T16:30+01:00', '2026-11-20T09:30+01:00', 60],
    ['over a weekend', '2026-11-20T16:00+01:00', '2026-11-23T10:00+01:00', 120],
    ['the other way round', '2026-11-20T11:00+01:00', '2026-11-20T10:00+01:00', 0],
    ['a whole week', '2026-11-16T00:00+01:00', '2026-11-23T00:00+01:00', 2_400],
  ])('%s', (_what, from, to, minutes) => {
    expect(openMinutesBetween(level(), at(from), at(to))).toBe(minutes);
  });

  it('a holiday does not count, in the time zone of the desk', () => {
    const hours = level({ holidays: ['2026-12-25'] });
    expect(openMinutesBetween(hours, at('2026-12-24T16:00+01:00'), at('2026-12-28T10:00+01:00'))).toBe(120);
  });

  it('the night when the clocks go forward has one hour less, the other one hour more', () => {
    const always = level({ week: Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]) });
    expect(openMinutesBetween(always, at('2026-03-29T00:00+01:00'), at('2026-03-30T00:00+02:00'))).toBe(23 * 60);
    expect(openMinutesBetween(always, at('2026-10-25T00:00+02:00'), at('2026-10-26T00:00+01:00'))).toBe(25 * 60);
  });

  it('a desk that never opens counts nothing and promises nothing', () => {
    const never = level({ week: Array.from({ length: 7 }, () => []) });
    expect(openMinutesBetween(never, at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toBe(0);
    expect(afterOpenMinutes(never, at('2026-01-01T00:00Z'), 10)).toBeNull();
  });

  it('the days of a promise are worked out once, for however many tickets', () => {
    let lookedAt = 0;
    const week = new Proxy(level().week, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d$/.test(key)) lookedAt++;
        return Reflect.get(target, key, receiver);
      },
    });
    const hours = level({ week });
    const now = at('2026-11-20T10:00Z');
    for (let ticket = 0; ticket < 5_000; ticket++) {
      const openedAt = now - (ticket % 700) * 24 * 60 * minuteMs;
      openMinutesBetween(hours, openedAt, now);
      afterOpenMinutes(hours, now, 2_400);
    }
    // two years of days, and a few at either end
    expect(lookedAt).toBeLessThan(1_000);
  });

  it('a vendor that says "year 1" costs no more than years', () => {
    expect(openMinutesBetween(level(), at('0001-01-01T00:00Z'), at('2026-11-20T10:00Z'))).toBeGreaterThan(0);
  });

  const zones = ['Europe/Zurich', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'];
  const instants = fc.integer({ min: at('2026-01-01T00:00Z') / minuteMs, max: at('2027-12-31T00:00Z') / minuteMs });
  it('going on by what was counted leads to where one counted to, and parts add up', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 8_000 }),
        fc.constantFrom(...zones),
        (from, minutes, timeZone) => {
          const hours = level({ timeZone, holidays: ['2026-05-01', '2026-12-25'] });
          const dueMs = afterOpenMinutes(hours, from * minuteMs, minutes);
          if (dueMs === null) throw new Error('it opens');
          expect(openMinutesBetween(hours, from * minuteMs, dueMs)).toBe(minutes);
          const middleMs = from * minuteMs + Math.floor((dueMs - from * minuteMs) / 2 / minuteMs) * minuteMs;
          const parts =
            openMinutesBetween(hours, from * minuteMs, middleMs) + openMinutesBetween(hours, middleMs, dueMs);
          expect(parts).toBe(minutes);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the clocks of a ticket', () => {
  const opened = at('2026-11-20T09:00+01:00');
  const ticket = (change: Partial<ClockedTicket> = {}): ClockedTicket => ({
    openedAtMs: opened,
    priority: 'high',
    stage: 'new',
    isClosed: false,
    closedAtMs: null,
    touchedAtMs: opened,
    changes: [{ atMs: opened, stage: 'new', hasOwner: false }],
    ...change,
  });
  const seen = (minutes: number, stage: Stage, hasOwner = true) => ({
    atMs: opened + minutes * minuteMs,
    stage,
    hasOwner,
  });

  it('run from the opening, and say when they run out', () => {
    const clock = readClock(level(), ticket(), opened + 20 * minuteMs);
    expect(clock.response).toEqual({
      state: 'running',
      targetMinutes: 60,
      usedMinutes: 20,
      dueAt: new Date('2026-11-20T10:00+01:00'),
    });
    expect(clock.resolution.dueAt).toEqual(new Date('2026-11-20T17:00+01:00'));
  });

  it('the answer stops the first one; what came too late stays late', () => {
    const answered = ticket({ stage: 'in-progress', changes: [...ticket().changes, seen(30, 'in-progress')] });
    expect(readClock(level(), answered, opened + 90 * minuteMs).response).toMatchObject({
      state: 'met',
      usedMinutes: 30,
    });
    const late = ticket({ stage: 'in-progress', changes: [...ticket().changes, seen(61, 'in-progress')] });
    expect(readClock(level(), late, opened + 90 * minuteMs).response).toMatchObject({ state: 'late', usedMinutes: 61 });
  });

  it('an end from before it was first seen is never called late, unless the vendor says when it was', () => {
    const seenAnswered = (minutes: number, change: Partial<ClockedTicket> = {}) =>
      ticket({ stage: 'resolved', isClosed: true, changes: [seen(minutes, 'resolved')], ...change });
    const response = (minutes: number) => readClock(level(), seenAnswered(minutes), opened + 400 * minuteMs).response;
    expect(response(61)).toMatchObject({ state: 'unknown', usedMinutes: 61 });
    expect(response(59)).toMatchObject({ state: 'met' });
    const monday = at('2026-11-23T09:01+01:00');
    const resolution = (change?: Partial<ClockedTicket>) =>
      readClock(level(), seenAnswered((monday - opened) / minuteMs, change), monday + 1).resolution.state;
    expect([resolution(), resolution({ closedAtMs: monday })]).toEqual(['unknown', 'late']);
  });

  it('waiting for the customer takes nothing from the resolution, however long', () => {
    const changes = [...ticket().changes, seen(10, 'in-progress'), seen(30, 'waiting-customer')];
    const waiting = ticket({ stage: 'waiting-customer', changes });
    for (const minutes of [31, 300, 30_000]) {
      expect(readClock(level(), waiting, opened + minutes * minuteMs).resolution).toEqual({
        state: 'paused',
        targetMinutes: 480,
        usedMinutes: 30,
        dueAt: null,
      });
    }
  });

  it('a ticket opened again goes on where it was', () => {
    const changes = [...ticket().changes, seen(60, 'resolved'), seen(120, 'in-progress')];
    const again = ticket({ stage: 'in-progress', changes });
    expect(readClock(level(), again, opened + 150 * minuteMs).resolution).toMatchObject({
      state: 'running',
      usedMinutes: 90,
    });
  });

  it('resolved in time is met, resolved late is late, and neither goes on', () => {
    const done = (minutes: number) =>
      ticket({ stage: 'resolved', isClosed: true, changes: [...ticket().changes, seen(minutes, 'resolved')] });
    for (const now of [1_000, 100_000]) {
      expect(readClock(level(), done(200), opened + now * minuteMs).resolution).toMatchObject({
        state: 'met',
        usedMinutes: 200,
      });
    }
    const monday = at('2026-11-23T09:01+01:00');
    const late = ticket({ stage: 'resolved', isClosed: true, closedAtMs: monday });
    expect(readClock(level(), late, monday + 1).resolution).toMatchObject({ state: 'late', usedMinutes: 481 });
  });

  it('nobody touched it for two open days: stale, unless it is over', () => {
    const quiet = at('2026-11-23T17:00+01:00');
    expect(readClock(level(), ticket(), quiet - minuteMs).isStale).toBe(false);
    expect(readClock(level(), ticket(), quiet).isStale).toBe(true);
    expect(readClock(level(), ticket({ stage: 'closed', isClosed: true }), quiet).isStale).toBe(false);
    expect(readClock(level({ staleAfterMinutes: null }), ticket(), quiet).isStale).toBe(false);
  });

  it('what was not promised has no clock', () => {
    const clock = readClock(level(), ticket({ priority: 'low' }), opened + 1);
    expect([clock.response.state, clock.resolution.state]).toEqual(['none', 'none']);
  });

  it('never count backwards, and never more than the open time there was', () => {
    const stages = fc.constantFrom<Stage>(...ticketStages);
    const history = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), stages), { maxLength: 12 });
    fc.assert(
      fc.property(
        history,
        fc.integer({ min: 0, max: 30_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        (rows, now, more) => {
          const changes = rows.sort(([a], [b]) => a - b).map(([minutes, stage]) => seen(minutes, stage));
          const last = changes.at(-1)?.stage ?? 'new';
          const one = ticket({ changes, stage: last });
          const nowMs = opened + Math.max(now, 20_000) * minuteMs;
          const first = readClock(level(), one, nowMs).resolution.usedMinutes;
          const then = readClock(level(), one, nowMs + more * minuteMs).resolution.usedMinutes;
          expect(then).toBeGreaterThanOrEqual(first);
          expect(first).toBeLessThanOrEqual(openMinutesBetween(level(), opened, nowMs));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a promise', () => {
  it.each<[string, Partial<ServiceLevel>]>([
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }],
    ['a day that ends before it begins', { week: [[{ from: 600, to: 500 }], [], [], [], [], [], []] }],
    [
      'openings that overlap',
      {
        week: [
          [
            { from: 0, to: 600 },
            { from: 500, to: 700 },
          ],
          [],
          [],
          [],
          [],
          [],
          [],
        ],
      },
    ],
    ['six days', { week: [[], [], [], [], [], []] }],
    ['a holiday that is no date', { holidays: ['2026-02-30'] }],
  ])('with %s is refused', (_what, change) => {
    expect(serviceLevelSchema.safeParse(level(change)).success).toBe(false);
  });
});
