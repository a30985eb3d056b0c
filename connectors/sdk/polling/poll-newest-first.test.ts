// A list that is read from its newest change back: nothing is missed over many pages, and nothing is told for ever.
import { expect, it } from 'vitest';
import type { ConnectorContext } from '../connector.ts';
import { type NewestChange, pollNewestFirst, ticketHint } from './poll-newest-first.ts';

const pageSize = 10;
const nowMs = Date.UTC(2026, 10, 20, 10);
const at = (minutesAgo: number) => new Date(nowMs - minutesAgo * 60_000).toISOString();

function listOf(rows: NewestChange[], isSorted = true) {
  const pages: number[] = [];
  const poll = pollNewestFirst({
    name: 'tickets',
    everySeconds: 60,
    pageSize,
    hint: ticketHint,
    async readPage(_context, page) {
      pages.push(page);
      const sorted = isSorted ? rows.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)) : rows;
      const changes = sorted.slice((page - 1) * pageSize, page * pageSize);
      return { changes, rows: changes.length, answeredAt: new Date(nowMs) };
    },
  });
  const context = { now: () => new Date(nowMs) } as ConnectorContext;
  return { pages, ask: (cursor: Awaited<ReturnType<typeof poll.poll>>['cursor'] | null) => poll.poll(context, cursor) };
}
const row = (id: number, minutesAgo: number): NewestChange => ({ id: String(id), at: at(minutesAgo), isNew: false });

it('begins at the newest, without telling what was there before', async () => {
  const { ask, pages } = listOf([row(1, 30), row(2, 20)]);
  const first = await ask(null);
  expect(first).toMatchObject({ hints: [], more: false, cursor: { seen: { newestAt: at(20) } } });
  expect((await ask(first.cursor)).hints).toEqual([]);
  expect(pages).toEqual([1, 1]);
});

it('a round of many pages goes on in the next call, tells each change once, and ends where it began', async () => {
  const rows = [row(1, 600)];
  const { ask, pages } = listOf(rows);
  let { cursor } = await ask(null);
  for (let id = 2; id <= 125; id++) rows.push(row(id, 500 - id));
  const told: string[] = [];
  const calls: boolean[] = [];
  for (let more = true; more; ) {
    const next = await ask(JSON.parse(JSON.stringify(cursor)));
    told.push(...next.hints.map(({ id }) => id));
    calls.push(next.more);
    ({ cursor, more } = next);
  }
  expect(told.toSorted((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 124 }, (_, index) => String(index + 2)),
  );
  expect(calls).toEqual([true, true, false]);
  expect(cursor.seen.newestAt).toBe(at(375));
  pages.length = 0;
  expect((await ask(cursor)).hints).toEqual([]);
  expect(pages).toEqual([1]);
});

it('what changes while a round is read is told in the next one', async () => {
  const rows = [row(1, 600)];
  const { ask } = listOf(rows);
  const { cursor } = await ask(null);
  for (let id = 2; id <= 80; id++) rows.push(row(id, 500 - id));
  const part = await ask(cursor);
  rows.push(row(999, 1));
  const rest = await ask(part.cursor);
  const next = await ask(rest.cursor);
  expect([...rest.hints, ...next.hints].map(({ id }) => id)).toContain('999');
});

it('what was made since the last round is new, although it changed before it was seen', async () => {
  const rows = [row(1, 600)];
  const { ask } = listOf(rows);
  const first = await ask(null);
  rows.push({ id: '2', at: at(5), madeAt: at(7), isNew: false });
  const second = await ask(first.cursor);
  expect(second.hints).toMatchObject([{ id: '2', change: 'created' }]);
  rows[1] = { id: '2', at: at(1), madeAt: at(7), isNew: false };
  expect((await ask(second.cursor)).hints).toMatchObject([{ id: '2', change: 'updated' }]);
});

it('a newest change that lies in the future is not where the poll begins', async () => {
  const rows = [row(1, -9_000_000), row(2, 20)];
  const { ask } = listOf(rows);
  const first = await ask(null);
  rows.push(row(3, 1));
  expect((await ask(first.cursor)).hints.map(({ id }) => id)).toEqual(['3']);
});

it('a vendor that passes over the order is said, not taken for one without news', async () => {
  const rows = Array.from({ length: 30 }, (_, index) => row(index, (index * 11) % 30));
  const { ask } = listOf(rows, false);
  await expect(ask(null)).rejects.toMatchObject({ kind: 'bad-answer', message: expect.stringContaining('order') });
});

it('a few rows out of their place are no other order', async () => {
  const rows = Array.from({ length: 30 }, (_, index) => row(index, index));
  rows.splice(3, 0, row(99, 500));
  const { ask } = listOf(rows, false);
  expect((await ask(null)).hints).toEqual([]);
});

it('rows that never changed have no place in that order: wherever they stand, the rest counts', async () => {
  const rows = Array.from({ length: 3 }, (_, index) => row(index, index));
  for (let id = 10; id < 30; id++) {
    const made = at(200 - id);
    rows.push({ id: String(id), at: made, madeAt: made, isNew: true });
  }
  const { ask } = listOf(rows, false);
  expect((await ask(null)).hints).toEqual([]);
});
