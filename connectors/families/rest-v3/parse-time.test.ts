// Times in two forms, and an uptime in words that is believed only when every word of it is understood.
import { describe, expect, it } from 'vitest';
import { parseTime, parseUptimeSeconds } from './parse-time.ts';

describe('times', () => {
  it.each([
    ['2023-07-12T16:15:02Z', '2023-07-12T16:15:02.000Z'],
    ['2024-02-01T13:22:39.249457Z', '2024-02-01T13:22:39.249Z'],
    ['2023-07-26T15:40:31', '2023-07-26T15:40:31.000Z'],
    [1_463_473_104, '2016-05-17T08:18:24.000Z'],
    [1_463_473_104_000, '2016-05-17T08:18:24.000Z'],
    ['1463473104', '2016-05-17T08:18:24.000Z'],
  ])('%s is %s', (given, expected) => expect(parseTime(given)).toBe(expected));
  it.each([null, undefined, '', ' ', 0, -5, Number.NaN, Number.POSITIVE_INFINITY, 'sometimes', '0001-01-01T00:00:00'])(
    '%j is no time',
    (given) => expect(parseTime(given)).toBeNull(),
  );
});

describe('uptime', () => {
  it.each([
    ['2 days', 172_800],
    ['1 day, 1 hour', 90_000],
    ['2 days, 3 hours, 5 minutes', 183_900],
    ['5 hours and 39 minutes', 20_340],
    ['5 hours, and 39 minutes', 20_340],
    ['1 week 2 days', 777_600],
    [' 12 Minutes ', 720],
    ['0 minutes', 0],
  ])('"%s" is %i seconds', (prose, seconds) => expect(parseUptimeSeconds(prose)).toBe(seconds));
  it.each([
    null,
    '',
    'Offline since 63 days ago',
    'Online since 2 days ago',
    '2 days ago',
    'up 2 days',
    '2 months, 3 days',
    '2 Tage, 3 Stunden',
    '3 hours, 2 days',
    '2 days, 2 days',
    '-2 days',
    '1.5 days',
    '999999 days',
    '2 days, soon',
    ',',
  ])('%j is not known', (prose) => expect(parseUptimeSeconds(prose)).toBeNull());
});
