// What is new on a list came, what is no longer on it went, and nothing is told twice.
import { expect, it } from 'vitest';
import { activeCursorShape, tellActive } from './active-alerts.ts';

const row = (id: string) => ({ id, deviceId: '5', at: '2026-11-20T10:00:00.000Z' });
const told = (hints: { id: string; change: string }[]) => hints.map(({ id, change }) => [id, change]);

it('tells the first list whole, then what came and went', () => {
  const first = tellActive([row('a'), row('b')], null);
  expect(told(first.hints)).toEqual([
    ['a', 'created'],
    ['b', 'created'],
  ]);
  const kept = activeCursorShape.parse(JSON.parse(JSON.stringify(first.cursor)));
  expect(tellActive([row('b'), row('a')], kept).hints).toEqual([]);
  expect(told(tellActive([row('c'), row('b')], kept).hints)).toEqual([
    ['c', 'created'],
    ['a', 'cleared'],
  ]);
});
