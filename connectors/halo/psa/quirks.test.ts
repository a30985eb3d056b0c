// What broke other integrations with Halo, in the order of the vendor fact sheet.

import { beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listDevice } from './capabilities/list-device.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { haloPsa } from './connector.ts';
import { freshTicket, startHaloBed } from './testing/halo-bed.ts';

const bed = startHaloBed();
let tag = { tag: '' };
let tests = 0;
beforeEach(() => {
  tag = { tag: `mspclaw:0197c3de-0000-7000-8000-000000000003:fix[${tests++}].note:1` };
});
const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const publicNote = (body: string, notify = false) => ({ visibility: 'public' as const, body, notify });
const on = (changes?: Parameters<typeof bed.context>[0]) => bed.context(changes);
const world = () => bed.sandbox.world;
const fresh = () => freshTicket(world());
const lastNote = () => world().state.notes.at(-1);

describe('the quirks of Halo', () => {
  it('quirk 1: every POST is an array, and an object is a page of HTML', async () => {
    const ticket = fresh();
    await addTicketNote.run(on(), { ticket, note: internal('x') }, tag);
    await updateTicket.run(on(), { ticket, priority: 'low' }, tag);
    for (const path of ['/api/Actions', '/api/Tickets']) expect(Array.isArray(bed.lastPost(path)), path).toBe(true);

    const context = on();
    const honest = context.send;
    context.send = (request) => honest(Array.isArray(request.json) ? { ...request, json: request.json[0] } : request);
    const error = await errorOf(addTicketNote.run(context, { ticket, note: internal('x') }, tag));
    expect(error).toMatchObject({ kind: 'unavailable', status: 500, maybeApplied: true });
  });

  it('quirk 2: pages are only pages with pageinate, and hold 100 at most', async () => {
    for (let index = 0; index < 120; index++) fresh();
    const page = async (path: string) => {
      const context = on();
      await haloPsa.test(context);
      const authorization = context.sent.at(-1)?.headers?.authorization ?? '';
      const response = await fetch(`${bed.vendor.origin}/api${path}`, { headers: { authorization } });
      return ((await response.json()) as { tickets: { id: number }[] }).tickets.map(({ id }) => id);
    };
    expect(await page('/Tickets?page_no=2&page_size=50')).toEqual(await page('/Tickets?page_no=1&page_size=50'));
    expect(await page('/Tickets?pageinate=true&page_no=1&page_size=1000')).toHaveLength(100);
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const found = await searchTicket.run(on(), { limit: 1_000, cursor }, tag);
      for (const { id } of found.items) seen.add(id);
      cursor = found.next;
    } while (cursor !== null);
    expect(seen.size).toBe(world().state.tickets.length);
  });

  it('quirk 3: a team is written by its name, an agent by his number', async () => {
    const context = on({ settings: { defaultTeam: '3' } });
    const created = await createTicket.run(context, { client: '11', title: 'Disk' }, tag);
    expect(bed.lastPost('/api/Tickets')).toMatchObject([{ team: 'Monitoring' }]);
    await assignTicket.run(on(), { ticket: created.id, member: 'marta reyes' }, tag);
    expect(bed.lastPost('/api/Tickets')).toMatchObject([{ agent_id: 24 }]);
    const error = await errorOf(
      createTicket.run(on({ settings: { defaultTeam: 'Night' } }), { client: '11', title: 'x' }, tag),
    );
    expect(error.message).toMatch(/no team "Night".*"1st Line"/);
  });

  it('quirk 4: an application without an agent gets a token and 401 everywhere; the error says what to set', async () => {
    bed.quirk({ hasAgentLogin: false });
    const error = await errorOf(haloPsa.test(on()));
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toMatch(/login type to "Agent"/);
  });

  it('quirk 5: templates and rules overwrite what was sent: they are told to keep out, and a field that stays is an error', async () => {
    bed.quirk({ templatePriority: 'low', holdsStatus: 'by-rule' });
    const created = await createTicket.run(on(), { client: '11', title: 'Disk', priority: 'critical' }, tag);
    expect(created.priority).toBe('critical');
    expect((await updateTicket.run(on(), { ticket: created.id, status: 'In Progress' }, tag)).status.name).toBe(
      'In Progress',
    );
    bed.quirk({ holdsStatus: 'always' });
    const error = await errorOf(updateTicket.run(on(), { ticket: created.id, status: 'New' }, tag));
    expect(error).toMatchObject({ kind: 'bad-answer', maybeApplied: false, detail: { unchanged: ['status_id'] } });
    const both = await errorOf(updateTicket.run(on(), { ticket: created.id, status: 'New', title: 'Disk full' }, tag));
    expect(both.maybeApplied).toBe(true);
    const closing = await errorOf(resolveTicket.run(on(), { ticket: created.id, note: internal('Done.') }, tag));
    expect(closing).toMatchObject({ kind: 'bad-answer', maybeApplied: true });
    expect(closing.message).toMatch(/note of ticket .* was written, but the ticket did not become/);
  });

  it('quirk 6: lastupdatefromdate takes a time, whatever the document says', async () => {
    const ticket = fresh();
    const since = new Date(world().nowMs() - 60_000).toISOString();
    const { items } = await searchTicket.run(on(), { updatedSince: since, limit: 100 }, tag);
    expect(items.map(({ id }) => id)).toContain(ticket);
    expect(items.every(({ updatedAt }) => (updatedAt ?? '') >= since.slice(0, 19))).toBe(true);
    expect(
      bed.vendor.exchanges.some(({ query }) =>
        query.some(([name, value]) => name === 'lastupdatefromdate' && value === since),
      ),
    ).toBe(true);
  });

  it('quirk 2: a ticket of many notes is read to its last one, so that ours is found again', async () => {
    const ticket = fresh();
    const row = world().state.tickets.find(({ id }) => String(id) === ticket);
    if (!row) throw new Error('no ticket');
    for (let note = 0; note < 60; note++)
      world().addNote(row, { visibility: 'internal', text: `Note ${note}` }, 'tlind');
    await addTicketNote.run(on(), { ticket, note: internal('ours') }, tag);
    const query = { ...tag, notBefore: new Date(0) };
    const found = await addTicketNote.reconcile?.(on(), { ticket, note: internal('ours') }, query);
    expect(found).toMatchObject({ found: true });
  });

  it('quirk 7: an action mails unless it says not to; ours always says', async () => {
    const ticket = fresh();
    const context = on();
    await haloPsa.test(context);
    const authorization = context.sent.at(-1)?.headers?.authorization ?? '';
    await fetch(`${bed.vendor.origin}/api/Actions`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify([{ ticket_id: Number(ticket), outcome: 'Note', note_html: 'x', hiddenfromuser: true }]),
    });
    expect(lastNote()?.notified).toBe(true);

    for (const note of [internal('a'), { ...internal('b'), notify: true }, publicNote('c')]) {
      await addTicketNote.run(on(), { ticket, note }, tag);
      expect([lastNote()?.visibility, lastNote()?.notified]).toEqual([note.visibility, false]);
      expect(bed.lastPost('/api/Actions')).toMatchObject([
        { sendemail: false, hiddenfromuser: note.visibility === 'internal' },
      ]);
    }
    await addTicketNote.run(on(), { ticket, note: publicNote('d', true) }, tag);
    expect(bed.lastPost('/api/Actions')).toMatchObject([{ sendemail: true, emailto: 'dana.whitfield@acme.example' }]);
    expect(lastNote()?.notified).toBe(true);
  });

  it('nobody to notify is said before anything is written', async () => {
    const ticket = String(world().addTicket({ title: 'Disk', clientId: 11 }, 'tlind').id);
    const before = world().state.notes.length;
    const error = await errorOf(addTicketNote.run(on(), { ticket, note: publicNote('x', true) }, tag));
    expect([error.kind, error.maybeApplied, world().state.notes.length]).toEqual(['invalid-input', false, before]);
  });

  it('quirk 8: text that looks like markup stays text, there and back', async () => {
    const ticket = fresh();
    const body = 'if a < b && c > d:\n<script>alert("1")</script>\n\n& that is it';
    const note = await addTicketNote.run(on(), { ticket, note: internal(body) }, tag);
    expect(bed.lastPost('/api/Actions')).toMatchObject([{ note_html: expect.stringContaining('&lt;script&gt;') }]);
    expect(note.text).toBe(`${body}\n\nRef ${tag.tag}`);
    const { items } = await listTicketNote.run(on(), { ticket }, tag);
    expect(items.map(({ text }) => text)).toEqual([note.text]);
  });
});

describe('what differs between instances', () => {
  it('a ticket that is not there may be an empty one', async () => {
    bed.quirk({ answersEmptyTicket: true });
    expect(await errorOf(readTicket.run(on(), { ticket: '999999' }, tag))).toMatchObject({ kind: 'not-found' });
  });

  it('statuses that close are those missing without them; where that cannot be asked, the ticket itself counts', async () => {
    const { items } = await searchTicket.run(on(), { isClosed: true, limit: 1 }, tag);
    expect(items[0]).toMatchObject({ isClosed: true, status: { name: 'Closed' } });
    bed.quirk({ ignoresExcludeClosed: true });
    expect((await readTicket.run(on(), { ticket: items[0]?.id ?? '' }, tag)).isClosed).toBe(true);
    const ticket = fresh();
    const note = internal('Done.');
    expect((await errorOf(resolveTicket.run(on(), { ticket, note }, tag))).message).toMatch(/Map "resolved"/);
    const mapping = {
      statuses: [{ stage: 'resolved' as const, board: '1', status: '105' }],
      priorities: [],
      categories: [],
    };
    const mapped = bed.context(undefined, { mapping });
    expect(await resolveTicket.run(mapped, { ticket, note }, tag)).toMatchObject({
      isClosed: true,
      status: { name: 'Resolved' },
    });
  });

  it('lists may leave our key out: then tickets of the same title are read one by one, and a search by key is unsupported', async () => {
    const created = await createTicket.run(on(), { client: '11', title: 'Printer down' }, tag);
    bed.quirk({ hidesKeyInLists: true });
    const query = { tag: tag.tag, notBefore: new Date(world().nowMs() - 60_000) };
    const found = await createTicket.reconcile?.(on(), { client: '11', title: 'Printer down' }, query);
    expect(found).toMatchObject({ found: true, output: { id: created.id, externalKey: tag.tag } });
    const error = await errorOf(searchTicket.run(on(), { externalKey: tag.tag, limit: 100 }, tag));
    expect(error.kind).toBe('unsupported');
    bed.quirk({ hidesKeyInLists: false });
    expect((await searchTicket.run(on(), { externalKey: tag.tag, limit: 100 }, tag)).items.map(({ id }) => id)).toEqual(
      [created.id],
    );
  });

  it('names of lists are read in one page each: assets tell what they are, never how they are doing', async () => {
    const { items } = await listDevice.run(on(), { client: '11', limit: 100 }, tag);
    const server = items.find(({ name }) => name === 'ACME-DC01');
    expect(server).toMatchObject({
      role: 'server',
      osFamily: 'windows',
      online: null,
      client: { name: 'Acme Manufacturing' },
    });
    expect(server?.macs).toHaveLength(2);
    expect(server?.serial).toBe(world().device('ACME-DC01')?.serial);
  });
});

describe('a ticket with a first note', () => {
  const input = { client: '11', title: 'Disk full again', note: internal('Found by the monitor.') };
  const query = () => ({ tag: tag.tag, notBefore: new Date(world().nowMs() - 60_000) });

  it('whose note was refused is not called done, and the next attempt adds the note and no second ticket', async () => {
    bed.vendor.addFault({ kind: 'status', status: 503, method: 'POST', path: '/Actions', requests: 1 });
    const error = await errorOf(createTicket.run(on(), input, tag));
    expect(error.maybeApplied).toBe(true);
    expect(error.message).toMatch(/was created, but its first note was not/);
    expect(await createTicket.reconcile?.(on(), input, query())).toEqual({ found: false });
    const again = await createTicket.run(on(), input, { tag: tag.tag.replace(/:1$/, ':2') });
    expect(
      world()
        .state.tickets.filter(({ title }) => title === input.title)
        .map(({ id }) => String(id)),
    ).toEqual([again.id]);
    expect(lastNote()).toMatchObject({ ticketId: Number(again.id), visibility: 'internal', notified: false });
  });
});

describe('errors come in several shapes', () => {
  it.each([
    ['plain text', { text: 'Please select a valid Status.' }],
    ['a JSON string', { json: 'Please select a valid Status.' }],
    ['Message', { json: { Message: 'Please select a valid Status.' } }],
    ['error_description', { json: { error: 'x', error_description: 'Please select a valid Status.' } }],
  ])('%s', async (_what, body) => {
    const context = on();
    await haloPsa.test(context);
    context.send = async () => ({
      status: 400,
      headers: {},
      text: 'text' in body ? body.text : JSON.stringify(body.json),
      json: 'json' in body ? body.json : undefined,
    });
    const error = await errorOf(readTicket.run(context, { ticket: '5001' }, tag));
    expect(error).toMatchObject({ kind: 'invalid-input', maybeApplied: false });
    expect(error.message).toContain('It said: Please select a valid Status.');
  });
  it('a 429 that names no time waits five seconds', async () => {
    const context = on();
    await haloPsa.test(context);
    bed.vendor.addFault({ kind: 'status', status: 429 });
    expect((await errorOf(readTicket.run(context, { ticket: '5001' }, tag))).retryAfterMs).toBe(5_000);
  });
});
