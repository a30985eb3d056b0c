import { describe, expect, it } from 'vitest';
import { connectorName, count, duration, exactTime, plural, relativeTime, trend } from './format.ts';

const now = new Date('2026-11-20T12:00:00Z');
const before = (ms: number) => new Date(now.getTime() - ms);

describe('a time', () => {
  it.each([
    [0, 'just now'],
    [4_999, 'just now'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [3_599_999, '59 min ago'],
    [3_600_000, '1 h ago'],
    [86_400_000, '1 d ago'],
    [-90_000, 'in 1 min'],
    [-7_200_000, 'in 2 h'],
    [30 * 86_400_000, '2026-10-21'],
  ])('%d ms before now reads "%s"', (ms, text) => expect(relativeTime(before(ms), now)).toBe(text));

  it('is exact and says its zone on hover', () => expect(exactTime(now)).toBe('2026-11-20 12:00:00 UTC'));
});

it.each([
  [-5, '0 ms'],
  [420, '420 ms'],
  [1_990, '1.9 s'],
  [41_900, '41 s'],
  [252_000, '4 min 12 s'],
  [120_000, '2 min'],
  [11_100_000, '3 h 5 min'],
  [187_200_000, '2 d 4 h'],
])('a span of %d ms reads "%s", never more than it was', (ms, text) => expect(duration(ms)).toBe(text));

it('compares with the day before without dividing by nothing', () => {
  expect(trend(3, 3)).toEqual({ direction: 'same', text: 'as the day before' });
  expect(trend(3, 0)).toEqual({ direction: 'up', text: 'none the day before' });
  expect(trend(5, 10)).toEqual({ direction: 'down', text: '50 % less' });
});

it('counts and names', () => {
  expect([count(12345), plural(1, 'alert'), plural(0, 'alert'), plural(2, 'reply', 'replies')]).toEqual([
    '12,345',
    '1 alert',
    '0 alerts',
    '2 replies',
  ]);
  expect(['connectwise/psa', 'datto/rmm', 'active-directory/ldap'].map(connectorName)).toEqual([
    'ConnectWise PSA',
    'Datto RMM',
    'Active Directory Ldap',
  ]);
});
