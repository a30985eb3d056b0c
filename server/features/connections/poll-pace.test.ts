import { describe, expect, it } from 'vitest';
import { nextPollSeconds, type PollResult } from './poll-pace.ts';

const paceAfter = (usual: number, ...results: PollResult[]) => {
  let seconds: number | null = null;
  for (const result of results) seconds = nextPollSeconds(seconds, usual, result);
  return seconds;
};
const times = (count: number, result: PollResult) => Array.from({ length: count }, () => result);

describe('a poll', () => {
  it('is quicker after news, to a quarter of its usual interval and never below fifteen seconds', () => {
    expect(paceAfter(300, 'news')).toBe(150);
    expect(paceAfter(300, ...times(9, 'news'))).toBe(75);
    expect(paceAfter(40, ...times(9, 'news'))).toBe(15);
    expect(paceAfter(5, ...times(9, 'news'))).toBe(5);
  });
  it('is slower while it is quiet, to twice its usual interval', () => {
    expect(paceAfter(60, 'quiet')).toBe(75);
    expect(paceAfter(60, ...times(30, 'quiet'))).toBe(120);
    expect(paceAfter(300, ...times(9, 'news'), ...times(4, 'quiet'))).toBe(300);
  });
  it('is much slower while the vendor is away, and comes back at once', () => {
    expect(paceAfter(60, ...times(2, 'away'))).toBe(240);
    expect(paceAfter(60, ...times(20, 'away'))).toBe(480);
    expect(paceAfter(3_000, ...times(20, 'away'))).toBe(3_600);
    expect(paceAfter(60, ...times(20, 'away'), 'quiet')).toBe(120);
    expect(paceAfter(60, ...times(20, 'away'), 'news')).toBe(240);
  });
});
