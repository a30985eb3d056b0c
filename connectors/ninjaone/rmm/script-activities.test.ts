// Which activities are our run, and how it ended: the feed is late and says little.
import { describe, expect, it } from 'vitest';
import { endOf, seriesOf } from './script-activities.ts';
import { activityShape, type NinjaActivity } from './vendor-shapes.ts';

let ids = 100;
const activity = (change: Partial<NinjaActivity>): NinjaActivity =>
  activityShape.parse({
    id: ++ids,
    activityTime: 1_000,
    activityType: 'SCRIPTING',
    statusCode: 'STARTED',
    seriesUid: 'a',
    sourceName: 'fix',
    ...change,
  });
const run = { scriptName: 'fix', seriesUid: null, tag: 'mspclaw:1', notBeforeMs: 1_000_000 };

describe('the series of our run', () => {
  it('is the only one of our script since we asked', () => {
    expect(seriesOf([activity({})], run)).toEqual(['a']);
  });
  it('is not one that began before we asked, though the feed shows it only now', () => {
    expect(
      seriesOf([activity({ activityTime: 999.9 }), activity({ statusCode: 'COMPLETED', activityTime: 1_001 })], run),
    ).toEqual([]);
    expect(seriesOf([activity({ activityTime: 999.9 }), activity({ seriesUid: 'b' })], run)).toEqual(['b']);
  });
  it('is one of two when both could be it, unless one is known by the answer or by the tag', () => {
    const two = [activity({}), activity({ seriesUid: 'b', message: 'parameters -RunTag mspclaw:1' })];
    expect(seriesOf([activity({}), activity({ seriesUid: 'b' })], run)).toEqual(['a', 'b']);
    expect(seriesOf(two, run)).toEqual(['b']);
    expect(seriesOf(two, { ...run, seriesUid: 'a' })).toEqual(['a']);
  });
  it.each([
    ['another script', { sourceName: 'other' }],
    ['no script at all', { activityType: 'CONDITION' }],
    ['without a series', { seriesUid: null }],
  ])('is never %s', (_what, change) => {
    expect(seriesOf([activity(change)], run)).toEqual([]);
  });
});

describe('the end of a run', () => {
  const end = (change: Partial<NinjaActivity>) =>
    endOf(
      [
        activity({}),
        activity({ statusCode: 'COMPLETED', activityTime: 1_041.5, activityResult: 'SUCCESS', ...change }),
      ],
      ['a'],
    );

  it('has times, and no output because the feed has none', () => {
    expect(end({})).toEqual({
      endedAtMs: 1_041_500,
      result: {
        outcome: 'success',
        exitCode: null,
        output: null,
        startedAt: '1970-01-01T00:16:40.000Z',
        finishedAt: '1970-01-01T00:17:21.500Z',
      },
    });
  });
  it.each([
    ['a failure said', { activityResult: 'FAILURE' }, 'failure', null],
    ['an unsaid result', { activityResult: null }, 'unknown', null],
    ['an exit code without a word', { activityResult: null, data: { exitCode: 0 } }, 'success', 0],
    ['an exit code against the word', { data: { exitCode: 3 } }, 'failure', 3],
    ['an exit code among the parameters', { data: { message: { params: { exit_code: '0' } } } }, 'success', 0],
    ['a cancellation', { statusCode: 'CANCELLED', activityResult: null }, 'cancelled', null],
    ['a blocked script', { statusCode: 'BLOCKED' }, 'cancelled', null],
  ])('%s', (_what, change, outcome, exitCode) => {
    expect(end(change)?.result).toMatchObject({ outcome, exitCode });
  });
  it('is not there while it runs, nor for another series', () => {
    expect(endOf([activity({ statusCode: 'IN_PROCESS' })], ['a'])).toBeNull();
    expect(endOf([activity({ statusCode: 'COMPLETED', seriesUid: 'b' })], ['a'])).toBeNull();
    expect(endOf([], [])).toBeNull();
  });

  const ended = (seriesUid: string, activityResult: string, activityTime: number) =>
    activity({ seriesUid, statusCode: 'COMPLETED', activityTime, activityResult });
  it('of one of two is known when both have ended, with what they agree on and no more', () => {
    const running = [ended('a', 'SUCCESS', 1_041), activity({ seriesUid: 'b' })];
    expect(endOf(running, ['a', 'b'])).toBeNull();
    const both = endOf([...running, ended('b', 'SUCCESS', 1_052)], ['a', 'b']);
    expect(both?.endedAtMs).toBe(1_052_000);
    expect(both?.result).toMatchObject({ outcome: 'success', startedAt: null });
    const mixed = endOf([...running, ended('b', 'FAILURE', 1_052)], ['a', 'b']);
    expect(mixed?.result).toMatchObject({ outcome: 'unknown', exitCode: null });
  });
});
