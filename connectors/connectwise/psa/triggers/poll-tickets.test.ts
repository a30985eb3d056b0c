import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntityHint } from '#connectors/sdk/trigger.ts';
import { type PsaHarness, startPsaHarness } from '../testing/psa-harness.ts';
import { pollTickets, type TicketCursor } from './poll-tickets.ts';

let psa: PsaHarness;
let cursor: TicketCursor | null = null;
beforeEach(async () => {
  psa = await startPsaHarness();
  cursor = null;
});
afterEach(() => psa.close());

/** until there is no more, the cursor through JSON as it is kept */
async function poll(): Promise<EntityHint[]> {
  const hints: EntityHint[] = [];
  for (;;) {
    const round = await pollTickets.poll(psa.context(), cursor);
    hints.push(...round.hints);
    cursor = JSON.parse(JSON.stringify(round.cursor)) as TicketCursor;
    if (!round.more) return hints;
  }
}
const ids = (hints: EntityHint[]) => hints.map((hint) => Number(hint.id)).sort((a, b) => a - b);
const add = (title: string) => psa.world.addTicket({ title, clientId: 11 }, 'tlind');

describe('polling for changed tickets', () => {
  it('begins now: history is not news', async () => {
    expect(await poll()).toEqual([]);
  });

  it('tells of new and of changed tickets, and tells them apart', async () => {
    await poll();
    psa.pass(60_000);
    const ticket = add('new');
    psa.pass(10_000);
    expect(await poll()).toMatchObject([{ id: String(ticket.id), change: 'created' }]);
    psa.world.updateTicket(ticket, { title: 'changed' }, 'tlind');
    psa.pass(10_000);
    expect(await poll()).toMatchObject([{ id: String(ticket.id), change: 'updated' }]);
    psa.pass(10_000);
    expect(await poll()).toEqual([]);
  });

  it('quirk 5: a change within the second of the last one is not lost', async () => {
    await poll();
    psa.pass(60_000);
    const first = add('first');
    psa.pass(300);
    expect(ids(await poll())).toEqual([first.id]);
    const second = add('second');
    expect(psa.world.nowMs() % 1_000).toBe(300);
    psa.pass(10_000);
    expect(ids(await poll())).toContain(second.id);
    psa.pass(10_000);
    expect(await poll()).toEqual([]);
  });

  it('the same ticket changed twice in one second, with a poll between, is told of again', async () => {
    await poll();
    psa.pass(60_000);
    const ticket = add('first');
    expect(ids(await poll())).toEqual([ticket.id]);
    psa.world.updateTicket(ticket, { title: 'again' }, 'tlind');
    psa.pass(10_000);
    expect(ids(await poll())).toEqual([ticket.id]);
    psa.pass(10_000);
    expect(await poll()).toEqual([]);
  });

  it('more than a page, all of one second, each told once', async () => {
    await poll();
    psa.pass(60_000);
    const made = Array.from({ length: 1_234 }, (_, index) => add(`bulk ${index}`).id);
    psa.pass(10_000);
    expect(ids(await poll())).toEqual(made);
    psa.pass(10_000);
    expect(await poll()).toEqual([]);
  });

  it('a ticket of an early page that changes while later pages are read is not lost', async () => {
    await poll();
    psa.pass(60_000);
    const made = Array.from({ length: 700 }, (_, index) => add(`bulk ${index}`));
    psa.pass(10_000);
    const early = made[0];
    const late = made.at(-1);
    if (!early || !late) throw new Error('no tickets were made');
    const first = await pollTickets.poll(psa.context(), cursor);
    expect(first.more).toBe(true);
    cursor = first.cursor;
    psa.world.updateTicket(early, { title: 'changed behind' }, 'tlind');
    psa.pass(5_000);
    psa.world.updateTicket(late, { title: 'changed ahead' }, 'tlind');
    psa.pass(5_000);
    await poll();
    psa.pass(60_000);
    expect(ids(await poll())).toEqual([early.id]);
  });

  it('a ticket that a rule changed right after it was made is told as new', async () => {
    await poll();
    psa.pass(60_000);
    const ticket = add('new');
    psa.pass(3_000);
    psa.world.updateTicket(ticket, { title: 'changed by a rule' }, 'tlind');
    psa.pass(10_000);
    expect(await poll()).toMatchObject([{ id: String(ticket.id), change: 'created' }]);
  });

  it('asks for two fields, in the order of ids, and reads only', async () => {
    await poll();
    const call = psa.sent.at(-1);
    expect(call).toMatchObject({ method: 'GET', mutates: false });
    expect(call?.url).toContain('orderBy=id%20asc');
    expect(call?.url).toContain('fields=id%2C_info');
  });
});
