// What breaks integrations with NinjaOne: tickets. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { type ConnectionMapping, emptyMapping } from '#connectors/sdk/connector.ts';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { ninjaoneRmm } from './connector.ts';
import type { NinjaSandboxState } from './sandbox/ninja-state.ts';
import { capabilities, machine, quirk, sandbox, startQuirkyNinja, user, vendor } from './testing/quirky-ninja.ts';

startQuirkyNinja();

const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const open = (change: Partial<Parameters<typeof sandbox.world.addTicket>[0]> = {}) =>
  sandbox.world.addTicket({ title: 'Printer on floor 2', clientId: 11, contactId: 51, ...change }, 'tlind');
const call = <N extends keyof typeof capabilities>(name: N) => {
  const capability = capabilities[name];
  if (!capability || !('run' in capability)) throw new Error(name);
  return capability;
};
const update = (input: object, on = user()) =>
  capabilities['ticket.update']?.run(on, input as { ticket: string }, { tag: newTag() });
const create = (input: object = {}, tag = newTag(), on = user()) =>
  capabilities['ticket.create']?.run(on, { client: '11', title: 'New printer', ...input }, { tag });
const resolve = (input: { ticket: string; status?: string }, tag = newTag(), on = user()) =>
  capabilities['ticket.resolve']?.run(on, { note: internal('Paper was empty.'), ...input }, { tag });
const addNote = (ticket: string, note: object, on = user(), tag = newTag()) =>
  capabilities['ticket.note.add']?.run(on, { ticket, note: { notify: false, ...note } as never }, { tag });
const search = (input: object = {}, on = user()) =>
  capabilities['ticket.search']?.run(on, { limit: 100, ...input }, { tag: '' });
const read = (ticket: string, on = user()) => capabilities['ticket.read']?.run(on, { ticket }, { tag: '' });
const asked = async (method: string, path: string, body?: { type: string; text: string }) => {
  const on = user();
  await ninjaoneRmm.test(on);
  const authorization = on.sent.at(-1)?.headers?.authorization ?? '';
  return fetch(`${vendor.origin}${path}`, {
    method,
    headers: { authorization, ...(body ? { 'content-type': body.type } : {}) },
    ...(body ? { body: body.text } : {}),
  });
};

describe('signed-in user', () => {
  it('quirk 1: a machine app reads tickets and may not change them; the refusal says what to do', async () => {
    const { id } = open();
    expect((await read(String(id), machine()))?.title).toBe('Printer on floor 2');
    for (const change of [
      () => update({ ticket: String(id), title: 'x' }, machine()),
      () => addNote(String(id), internal('x'), machine()),
      () => create({}, newTag(), machine()),
    ]) {
      const error = await errorOf(change());
      expect([error.kind, error.maybeApplied]).toEqual(['forbidden', false]);
      expect(error.message).toMatch(/user_context_required.*"User"/);
    }
  });
});

describe('comments', () => {
  it('quirk 3: a comment is a part of JSON in a multipart body; a body of JSON is refused', async () => {
    const { id } = open();
    const refused = await asked('POST', `/v2/ticketing/ticket/${id}/comment`, {
      type: 'application/json',
      text: '{"public":false,"body":"x"}',
    });
    expect(refused.status).toBe(415);
    const on = user();
    const tag = newTag();
    const note = await addNote(String(id), internal('Line one.\nLine <two> & three.'), on, tag);
    expect(on.mutations().map(({ json, multipart }) => [json, multipart?.map((part) => part.contentType)])).toEqual([
      [undefined, ['application/json']],
    ]);
    expect(note?.visibility).toBe('internal');
    expect(note?.text.split(/\n+/)).toEqual(['Line one.', 'Line <two> & three.', `Ref ${tag}`]);
    expect(note?.id).toMatch(/^\d+$/);
  });
  it('the vendor answers nothing to a comment: one that cannot be read back is not called nothing', async () => {
    const { id } = open();
    const on = user();
    await ninjaoneRmm.test(on);
    vendor.addFault({ kind: 'status', status: 503, method: 'GET', path: '/log-entry' });
    const error = await errorOf(addNote(String(id), internal('x'), on));
    expect([error.kind, error.maybeApplied]).toEqual(['unavailable', true]);
    expect(error.message).toMatch(/was written, but could not be read back/);
  });
  it('public entries mail the customer, so a public note that may not notify is refused before anything is sent', async () => {
    const { id } = open();
    const on = user();
    const error = await errorOf(addNote(String(id), { visibility: 'public', body: 'quiet' }, on));
    expect([error.kind, on.mutations()]).toEqual(['unsupported', []]);
    await addNote(String(id), { visibility: 'public', body: 'loud', notify: true });
    await addNote(String(id), { visibility: 'internal', body: 'whispered', notify: true });
    const notes = sandbox.world.state.notes.filter(({ ticketId }) => ticketId === id);
    expect(notes.map(({ visibility, notified }) => [visibility, notified])).toEqual([
      ['public', true],
      ['internal', false],
    ]);
  });
  it('time is tracked in seconds, and when the work began is said', async () => {
    const { id } = open();
    const startedAt = '2026-11-20T08:00:00.000Z';
    const input = { ticket: String(id), minutes: 20, startedAt, note: internal('Refilled it.') };
    const tag = newTag();
    const added = await capabilities['ticket.time.add']?.run(user(), input, { tag });
    expect(added?.minutes).toBe(20);
    const note = sandbox.world.state.notes.find((entry) => String(entry.id) === added?.id);
    expect([note?.minutes, note?.text.includes(`Began ${startedAt}`)]).toEqual([20, true]);
    const found = await capabilities['ticket.time.add']?.reconcile?.(user(), input, { tag, notBefore: new Date(0) });
    expect(found).toEqual({ found: true, output: added });
  });
  it('a long log is read to its end, page by page', async () => {
    const ticket = open({ createdAtMs: Date.now() - 60_000 });
    for (let each = 1; each <= 1_100; each++)
      sandbox.world.addNote(ticket, { visibility: 'internal', text: `note ${each}` }, 'tlind');
    const { items = [] } =
      (await capabilities['ticket.note.list']?.run(user(), { ticket: String(ticket.id) }, { tag: '' })) ?? {};
    expect(new Set(items.map(({ text }) => text)).size).toBe(1_100);
    expect(items[0]?.author).toBe('Tove Lind');
  });
});

describe('changes', () => {
  const extras = (id: number) => (vendor.dialectState() as NinjaSandboxState).tickets?.[String(id)];
  const rich = async () => {
    const { id } = open({ deviceIds: [205], ownerId: 24 });
    await read(String(id));
    Object.assign(extras(id) ?? {}, {
      tags: ['vip'],
      severity: 'MAJOR',
      ccEmails: ['boss@acme.example'],
      locationId: 31,
      attributes: [{ id: 1, attributeId: 54, value: '5850' }],
    });
    return id;
  };

  it('quirk 4: a PUT is the whole ticket with its version: nothing of it is lost by changing one field', async () => {
    const id = await rich();
    const before = structuredClone(extras(id));
    const changed = await update({ ticket: String(id), title: 'Printer on floor 3' });
    expect(changed?.title).toBe('Printer on floor 3');
    expect(extras(id)).toEqual({ ...before, requesterUid: expect.any(String) });
    const ticket = sandbox.world.state.tickets.find((one) => one.id === id);
    expect(ticket).toMatchObject({ deviceIds: [205], ownerId: 24, contactId: 51, clientId: 11 });
  });
  it('quirk 4: the sandbox loses what a PUT leaves out, and refuses one without version', async () => {
    const id = await rich();
    const body = {
      clientId: 11,
      ticketFormId: 1,
      subject: 'x',
      status: '2000',
      requesterUid: extras(id)?.requesterUid,
    };
    const requesterUid = '00000000-0000-4000-9000-000000000051';
    const put = (more: object) =>
      asked('PUT', `/v2/ticketing/ticket/${id}`, {
        type: 'application/json',
        text: JSON.stringify({ ...body, requesterUid, ...more }),
      });
    expect((await put({})).status).toBe(400);
    const version = sandbox.world.state.tickets.find((one) => one.id === id)?.version;
    expect((await put({ version })).status).toBe(200);
    expect(extras(id)).toMatchObject({ tags: [], severity: 'NONE', attributes: [], ccEmails: [] });
  });
  it.each([409, 400, 412, 500])(
    'quirk 4: somebody was faster: %i is a conflict, and nothing was written',
    async (status) => {
      quirk({ staleVersionStatus: status });
      const ticket = open();
      const on = user();
      const racing = {
        ...on,
        send: (request: Parameters<typeof on.send>[0]) => {
          if (request.mutates) sandbox.world.updateTicket(ticket, { priority: 'high' }, 'tlind');
          return on.send(request);
        },
      };
      const error = await errorOf(update({ ticket: String(ticket.id), title: 'Mine' }, racing));
      expect([error.kind, error.maybeApplied, error.retryable]).toEqual(['conflict', false, false]);
      expect(error.message).toMatch(/somebody else changed it/);
      expect(ticket).toMatchObject({ title: 'Printer on floor 2', priority: 'high' });
    },
  );
  it('a PUT that answers nothing is followed by a look', async () => {
    quirk({ putAnswersNothing: true });
    const { id } = open();
    expect(await update({ ticket: String(id), priority: 'low' })).toMatchObject({ priority: 'low' });
  });
  it('a ticket nobody reported says so when it is to be changed', async () => {
    quirk({ ticketsLackRequester: true });
    const { id } = open({ contactId: null });
    const error = await errorOf(update({ ticket: String(id), title: 'x' }));
    expect([error.kind, error.maybeApplied]).toEqual(['invalid-input', false]);
    expect(error.message).toMatch(/requesterUid/);
  });
  it('a closing comment without its status is not called nothing; the next attempt only closes', async () => {
    const { id } = open();
    vendor.addFault({ kind: 'status', status: 503, method: 'PUT' });
    const tag = newTag();
    const error = await errorOf(resolve({ ticket: String(id) }, `${tag}:1`));
    expect([error.kind, error.maybeApplied]).toEqual(['unavailable', true]);
    expect(error.message).toMatch(/was written, but the ticket is not closed/);
    vendor.clearFaults();
    expect((await resolve({ ticket: String(id) }, `${tag}:2`))?.isClosed).toBe(true);
    expect(sandbox.world.state.notes.filter(({ ticketId }) => ticketId === id).length).toBe(1);
  });
  it('a subject holds 200 letters: a longer title is cut and stands whole in the first entry', async () => {
    const title = `Printer ${'very '.repeat(60)}broken`;
    const made = await create({ title });
    expect(made?.title.length).toBeLessThanOrEqual(200);
    expect((await read(made?.id ?? ''))?.description).toContain(title);
    expect((await errorOf(update({ ticket: made?.id, title }))).kind).toBe('invalid-input');
  });
});

describe('our key', () => {
  it('no idempotency key exists: ours is a tag of the ticket, found again before anything is made twice', async () => {
    const tag = newTag();
    const made = await create({ note: internal('Seen by monitoring.') }, tag);
    expect(made?.externalKey).toBe(tag);
    const query = { tag, notBefore: new Date(Date.now() - 60_000) };
    const input = { client: '11', title: 'New printer' };
    const found = await capabilities['ticket.create']?.reconcile?.(user(), input, query);
    expect(found).toMatchObject({ found: true, output: { id: made?.id, externalKey: tag } });
    expect((await search({ externalKey: tag }))?.items.map(({ id }) => id)).toEqual([made?.id]);
  });
  it('whoever reports is named by a uid, and nothing else gets that far', async () => {
    const on = user();
    const error = await errorOf(create({ contact: '51' }, newTag(), on));
    expect([error.kind, on.mutations()]).toEqual(['invalid-input', []]);
  });
  it('an instance that does not take the tag: the last line of the first entry is looked at', async () => {
    quirk({ dropsTags: true });
    const tag = newTag();
    const made = await create({ title: 'Same title' }, tag);
    await create({ title: 'Same title' });
    const query = { tag, notBefore: new Date(Date.now() - 60_000) };
    const input = { client: '11', title: 'Same title' };
    const found = await capabilities['ticket.create']?.reconcile?.(user(), input, query);
    expect(found).toMatchObject({ found: true, output: { id: made?.id } });
  });
});

describe('lists', () => {
  it('the only list is a POST that reads: it may go again, and a change never does', async () => {
    const on = user();
    await search({}, on);
    const runs = on.sent.filter(({ url }) => url.endsWith('/run'));
    expect(runs.map(({ method, mutates }) => [method, mutates])).toEqual([['POST', false]]);
    (vendor.dialectState() as NinjaSandboxState).tokens = {};
    expect((await search({}, on))?.items.length).toBeGreaterThan(0);
  });
  it('filters of boards are documented nowhere: the sandbox refuses them, and rows are sorted out here', async () => {
    const filters = [{ field: 'status', operator: 'is', value: '6000' }];
    const text = JSON.stringify({ filters });
    expect((await asked('POST', '/v2/ticketing/trigger/board/2/run', { type: 'application/json', text })).status).toBe(
      400,
    );
    const { id } = open({ clientId: 13 });
    const of13 = await search({ client: '13', isClosed: false });
    expect(of13?.items.map((ticket) => ticket.id)).toContain(String(id));
    expect(of13?.items.every((ticket) => ticket.client?.id === '13' && !ticket.isClosed)).toBe(true);
    const since = new Date(Date.now() - 5_000).toISOString();
    const recent = await search({ updatedSince: since });
    expect(recent?.items.every(({ updatedAt }) => (updatedAt ?? '') >= since)).toBe(true);
  });
  it('a board only names the organization: where two are called the same, the ticket itself is asked', async () => {
    const twin = {
      ...(sandbox.world.state.clients[0] as NonNullable<(typeof sandbox.world.state.clients)[0]>),
      id: 19,
    };
    sandbox.world.state.clients.push(twin);
    try {
      const { id } = open({ clientId: 19 });
      const found = await search({ client: '19', text: 'floor 2' });
      expect(found?.items.map((ticket) => ticket.id)).toEqual([String(id)]);
    } finally {
      sandbox.world.state.clients.pop();
    }
  });
  it('the board of all is the one without conditions, in whatever language; else it is named, or that is said', async () => {
    quirk({ nameOfAllTickets: 'Tutti i ticket' });
    expect((await search())?.items.length).toBeGreaterThan(10);
    quirk({ boardsLackConditions: true });
    const error = await errorOf(search());
    expect([error.kind, error.message]).toEqual(['unsupported', expect.stringContaining('"Tutti i ticket"')]);
    const named = changedConnection(vendor, { settings: { ticketBoard: 'tutti i ticket' } });
    expect((await search({}, testContext(ninjaoneRmm, named)))?.items.length).toBeGreaterThan(10);
  });
  it('statuses are the instance’s: an own one closes what its parent closes, and a mapping comes first', async () => {
    const list = async (mapping: ConnectionMapping = emptyMapping) =>
      (await capabilities['status.list']?.run(user({ mapping }), {}, { tag: '' }))?.items ?? [];
    const closing = (items: Awaited<ReturnType<typeof list>>) =>
      items.filter(({ isClosed }) => isClosed).map(({ name }) => name);
    expect(closing(await list())).toEqual(['Resolved', 'Closed']);
    const statuses = [
      { stage: 'resolved' as const, board: null, status: '2001' },
      { stage: 'waiting-customer' as const, board: null, status: '5000' },
      { stage: 'new' as const, board: null, status: '2000' },
    ];
    const mapping = { ...emptyMapping, statuses };
    expect(closing(await list(mapping))).toEqual(['Escalated', 'Closed']);
    const made = await create({}, newTag(), user({ mapping }));
    expect(made?.status.name).toBe('Open');
    const done = await resolve({ ticket: made?.id ?? '' }, newTag(), user({ mapping }));
    expect([done?.status.name, done?.isClosed]).toEqual(['Escalated', true]);
    expect((await errorOf(resolve({ ticket: made?.id ?? '', status: 'Open' }))).kind).toBe('invalid-input');
  });
  it('people at clients are contacts and users; older instances have them in Ticketing', async () => {
    const contacts = async () =>
      (await capabilities['contact.list']?.run(user(), { client: '11', limit: 10 }, { tag: '' }))?.items.map(
        ({ name }) => name,
      );
    const both = ['Dana Whitfield', 'Owen Castillo'];
    expect(await contacts()).toEqual(both);
    quirk({ missing: ['/v2/contacts'] });
    expect(await contacts()).toEqual(both);
  });
});

describe('drift', () => {
  it.each([404, 403] as const)(
    'quirk 6: without the Ticketing add-on (%i) tickets are unsupported in a sentence, and the rest works',
    async (ticketing) => {
      const { id } = open();
      quirk({ ticketing });
      const names = ['ticket.search', 'board.list', 'status.list', 'priority.list', 'category.list'] as const;
      for (const name of names) {
        const error = await errorOf(call(name).run(user(), { limit: 10 } as never, { tag: '' }));
        expect([name, error.kind]).toEqual([name, 'unsupported']);
        expect(error.message).toMatch(/has no Ticketing/);
      }
      expect((await errorOf(create())).kind).toBe('unsupported');
      expect(['unsupported', 'forbidden']).toContain((await errorOf(read(String(id)))).kind);
      const { warnings } = await ninjaoneRmm.test(user());
      expect(warnings.join()).toMatch(/Tickets cannot be used/);
      const poll = ninjaoneRmm.triggers.polls.find(({ name }) => name === 'tickets');
      expect(await poll?.poll(user(), null)).toEqual({ hints: [], cursor: null, more: false });
      expect((await call('member.list').run(user(), { limit: 10 }, { tag: '' })).items.length).toBeGreaterThan(3);
      expect((await call('contact.list').run(user(), { limit: 10 }, { tag: '' })).items.length).toBeGreaterThan(3);
      expect((await call('client.list').run(user(), { limit: 10 }, { tag: '' })).items.length).toBe(4);
    },
  );
  it('a missing scope is not a missing add-on', async () => {
    const reader = changedConnection(vendor, {
      settings: { mode: 'machine', clientId: 'sandbox-reader-app' },
      secrets: { clientSecret: 'sandbox-reader-secret-4713' },
    });
    const { id } = open();
    const error = await errorOf(update({ ticket: String(id), title: 'x' }, testContext(ninjaoneRmm, reader)));
    expect(error.kind).toBe('forbidden');
  });
});

describe('poll', () => {
  it('a board with an order of its own is read to its end: nothing new is missed, and our own ticket is found', async () => {
    const poll = ninjaoneRmm.triggers.polls.find(({ name }) => name === 'tickets');
    const old = Date.now() - 86_400_000;
    for (let each = 0; each < 210; each++) open({ title: `old ${each}`, createdAtMs: old + each, updatedAtMs: old });
    const { cursor } = (await poll?.poll(user(), null)) ?? {};
    quirk({ boardsIgnoreOrder: true });
    const tag = newTag();
    const made = await create({ title: 'Made on a board with its own order' }, tag);
    const hints = (await poll?.poll(user(), cursor))?.hints.map(({ id, change }) => `${id} ${change}`);
    expect(hints).toContain(`${made?.id} created`);
    const query = { tag, notBefore: new Date(Date.now() - 60_000) };
    const found = await capabilities['ticket.create']?.reconcile?.(user(), { client: '11', title: 'x' }, query);
    expect(found).toMatchObject({ found: true, output: { id: made?.id } });
  });
  it('tells each ticket that changed once, and goes on after a restart', async () => {
    const poll = ninjaoneRmm.triggers.polls.find(({ name }) => name === 'tickets');
    const minute = 60_000;
    const old = open({ createdAtMs: Date.now() - 60 * minute, updatedAtMs: Date.now() - 60 * minute });
    let { cursor } = (await poll?.poll(user(), null)) ?? {};
    const round = async () => {
      const answer = await poll?.poll(user(), JSON.parse(JSON.stringify(cursor)));
      cursor = answer?.cursor;
      return answer?.hints.map(({ id, change }) => `${id} ${change}`) ?? [];
    };
    await round();
    const young = open();
    sandbox.world.updateTicket(old, { priority: 'high' }, 'tlind');
    const told = await round();
    expect(told).toContain(`${old.id} updated`);
    expect(told).toContain(`${young.id} created`);
    // a rule changed it right after it was made
    const ruled = open({ createdAtMs: Date.now() - 20_000 });
    ruled.updatedAtMs = ruled.createdAtMs + 3_000;
    expect(await round()).toContain(`${ruled.id} created`);
  });
});
