import { expect, it } from 'vitest';
import type { ConnectionHealthView } from '#server/features/connections/connection-health.schema.ts';
import { describeBacklog, describeHealth } from './describe-health.ts';

const now = new Date('2026-11-20T10:00:00Z');
const later = new Date('2026-11-20T10:02:00Z');
const nothing = { waiting: 0, oldestAt: null, nextTryAt: null };
const fine: ConnectionHealthView = {
  connectionId: '0',
  status: 'healthy',
  statusDetail: null,
  checkedAt: now,
  pace: {
    allowedPerMinute: 300,
    limitPerMinute: 300,
    shared: 'connection',
    usedLastMinute: 3,
    throttledAt: null,
    blockedUntil: null,
    openUntil: null,
    failuresInARow: 0,
  },
  backlog: { since: null, nextTryAt: null, events: { ...nothing, dead: 0 }, runs: nothing, recoveringWith: null },
  polls: [],
  webhook: null,
};
const say = (changes: Partial<ConnectionHealthView>) =>
  describeHealth({ ...fine, ...changes }, 'NinjaOne', now).map(({ text }) => text);

it('says one plain sentence when all is well', () => {
  expect(say({})).toEqual(['NinjaOne answers, and nothing waits.']);
});

it('says what is wrong and what happens by itself', () => {
  const pace = { ...fine.pace, openUntil: later, failuresInARow: 5 };
  expect(say({ pace })).toEqual([
    'NinjaOne failed 5 times in a row. It is left alone for 2 min and then tried again by itself.',
  ]);
  expect(say({ pace: { ...fine.pace, blockedUntil: later, allowedPerMinute: 75 } })).toHaveLength(2);
  expect(say({ pace: { ...fine.pace, openUntil: new Date(0) } })).toEqual(['NinjaOne answers, and nothing waits.']);
});

it('counts what waits', () => {
  expect(describeBacklog(fine.backlog)).toBeNull();
  const backlog = { ...fine.backlog, events: { ...nothing, waiting: 1, dead: 0 } };
  expect(describeBacklog(backlog)).toBe('1 event waits');
  expect(describeBacklog({ ...backlog, runs: { ...nothing, waiting: 2 } })).toBe('1 event and 2 runs wait');
});
