// A poll misses nothing and repeats little.
import { expect, it } from 'vitest';
import { changesCursorShape, firstCursor, isNewTo, tellChanges, windowStart } from './changes-since.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, seconds)).toISOString();
const answeredAt = new Date(at(600));
const begin = firstCursor(new Date(at(0)));

it('tells what changed, oldest first, once', () => {
  const rows = [
    { id: 'b', at: at(20) },
    { id: 'a', at: at(10) },
  ];
  const first = tellChanges(rows, begin, { answeredAt });
  expect(first.news.map((row) => row.id)).toEqual(['a', 'b']);
  expect(tellChanges(rows, first.cursor, { answeredAt }).news).toEqual([]);
  expect(tellChanges([{ id: 'a', at: at(30) }], first.cursor, { answeredAt }).news).toHaveLength(1);
});

it('looks back over the overlap, for what was written late', () => {
  const first = tellChanges([{ id: 'a', at: at(300) }], begin, { answeredAt });
  expect(windowStart(first.cursor).toISOString()).toBe(at(180));
  const late = [
    { id: 'late', at: at(181) },
    { id: 'too late', at: at(100) },
  ];
  expect(tellChanges(late, first.cursor, { answeredAt }).news.map((row) => row.id)).toEqual(['late']);
});

it('a change of the last moments is told again: another one may carry the same time', () => {
  const rows = [{ id: 'a', at: at(599) }];
  const { cursor } = tellChanges(rows, begin, { answeredAt });
  expect(tellChanges(rows, cursor, { answeredAt: new Date(at(660)) }).news).toHaveLength(1);
});

it('never goes back, and remembers no more than the overlap', () => {
  const full = tellChanges(
    Array.from({ length: 500 }, (_, index) => ({ id: String(index), at: at(index) })),
    begin,
    { answeredAt },
  );
  expect(Object.keys(full.cursor.told).length).toBeLessThanOrEqual(121);
  expect(tellChanges([], full.cursor, { answeredAt }).cursor).toEqual(full.cursor);
  expect(changesCursorShape.parse(JSON.parse(JSON.stringify(full.cursor)))).toEqual(full.cursor);
});

it('a row is new when it was made within the window and never told, whatever happened to it since', () => {
  const made = { id: 'a', madeAt: at(10) };
  expect(isNewTo(begin, made)).toBe(true);
  expect(isNewTo(begin, { id: 'a', madeAt: at(-200) })).toBe(false);
  expect(isNewTo(begin, { id: 'a', madeAt: null })).toBe(false);
  const { cursor } = tellChanges([{ id: 'a', at: at(40) }], begin, { answeredAt });
  expect(isNewTo(cursor, made)).toBe(false);
});

it('a time that lies in the future moves no window past what happens until then', () => {
  const wrong = { id: 'wrong', at: '2031-01-01T00:00:00.000Z' };
  const first = tellChanges([wrong, { id: 'a', at: at(300) }], begin, { answeredAt });
  expect(first.news.map((row) => row.id)).toEqual(['a', 'wrong']);
  expect(first.cursor.newestAt).toBe(at(300));
  expect(tellChanges([wrong, { id: 'b', at: at(400) }], first.cursor, { answeredAt }).news.map(({ id }) => id)).toEqual(
    ['b'],
  );
});
