// What breaks integrations with Autotask. Numbers are those of the list "Top quirks" of the vendor's fact sheet: the sandbox does
// it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { TestTokens } from '#connectors/sdk/testing/test-context.ts';
import {
  capabilities,
  context,
  internal,
  newTag,
  openTicket,
  publicNote,
  quirk,
  sandbox,
  startAutotask,
  state,
  vendor,
} from './testing/autotask-bed.ts';

startAutotask();
const none = { tag: '' };
const read = (ticket: string, on = context()) => capabilities['ticket.read']?.run(on, { ticket }, none);
const lastBody = (path: RegExp) =>
  JSON.parse(vendor.exchanges.filter((one) => path.test(one.path)).at(-1)?.requestText || 'null') as Record<
    string,
    unknown
  >;
const straight = (path: string, body: unknown, method = 'POST') =>
  fetch(`${vendor.origin}/${state().zone}/V1.0${path}`, {
    method,
    headers: {
      username: state().userName,
      secret: state().secret,
      apiintegrationcode: state().integrationCode,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
const search = { limit: 3, client: '11' };

describe('quirk 1', () => {
  it('quirk 1: not found is 200 with item null, and is said to be not found', async () => {
    const error = await errorOf(read('999999'));
    expect([error.kind, error.status]).toEqual(['not-found', 200]);
  });
  it.each(['../Companies/0', '1 or 1', '', '-1', '1.5', '01'])(
    'quirk 1: the id %j never reaches a path',
    async (ticket) => {
      const on = context();
      expect((await errorOf(read(ticket, on))).kind).toBe('invalid-input');
      expect(on.sent).toEqual([]);
    },
  );
});

describe('quirk 2', () => {
  it('quirk 2: picklist values are text and fields numbers: numbers are sent, and text would be refused', async () => {
    const ticket = openTicket();
    await capabilities['ticket.update']?.run(context(), { ticket, status: 'in progress', priority: 'low' }, none);
    expect(lastBody(/\/Tickets$/)).toEqual({ id: Number(ticket), status: 8, priority: 3 });
    expect((await straight('/Tickets', { id: Number(ticket), status: '5' }, 'PATCH')).status).toBe(500);
  });
  it('quirk 2: picklists are asked for once, not with every call', async () => {
    const tokens = new TestTokens();
    const ask = () => capabilities['status.list']?.run(context({}, { tokens }), {}, none);
    await ask();
    const before = vendor.exchanges.length;
    await ask();
    expect(vendor.exchanges.length).toBe(before);
  });
  it('quirk 2: our words go by the mapping first; a stage that nobody mapped is refused with what there is', async () => {
    const ticket = openTicket();
    const mapping = {
      statuses: [{ stage: 'waiting-customer' as const, board: null, status: '7' }],
      priorities: [{ priority: 'low' as const, id: '4' }],
      categories: [],
    };
    const on = context({}, { mapping });
    const updated = await capabilities['ticket.update']?.run(
      on,
      { ticket, status: 'waiting-customer', priority: 'low' },
      none,
    );
    expect([updated?.status.id, updated?.priority]).toEqual(['7', 'low']);
    expect(lastBody(/\/Tickets$/)).toMatchObject({ status: 7, priority: 4 });
    const error = await errorOf(
      capabilities['ticket.update']?.run(context(), { ticket, status: 'waiting-vendor' }, none),
    );
    expect(error.message).toContain('Waiting Customer');
  });
});

describe('quirk 3', () => {
  it('quirk 3: a resource is sent together with its own role; one alone would be refused', async () => {
    const ticket = openTicket();
    const assigned = await capabilities['ticket.assign']?.run(context(), { ticket, member: 'mreyes' }, none);
    expect(assigned?.assignee).toEqual({ id: '24', name: 'Marta Reyes' });
    expect(lastBody(/\/Tickets$/)).toEqual({ id: Number(ticket), assignedResourceID: 24, assignedResourceRoleID: 8 });
    expect((await straight('/Tickets', { id: Number(ticket), assignedResourceID: 24 }, 'PATCH')).status).toBe(500);
  });
  it('quirk 3: a resource without an active role is refused before anything is changed', async () => {
    const on = context();
    const error = await errorOf(capabilities['ticket.assign']?.run(on, { ticket: openTicket(), member: '28' }, none));
    expect([error.kind, on.mutations()]).toEqual(['invalid-input', []]);
    expect(error.message).toContain('service desk role');
  });
});

describe('quirk 4', () => {
  it('quirk 4: notes and time are written below their ticket', async () => {
    const ticket = openTicket();
    const on = context();
    await capabilities['ticket.note.add']?.run(on, { ticket, note: internal('a') }, newTag());
    await capabilities['ticket.time.add']?.run(on, { ticket, minutes: 30, note: internal('b') }, newTag());
    expect(on.mutations().map((one) => new URL(one.url).pathname)).toEqual([
      `/ATServicesRest/V1.0/Tickets/${ticket}/Notes`,
      `/ATServicesRest/V1.0/Tickets/${ticket}/TimeEntries`,
    ]);
    expect((await straight('/TicketNotes', { ticketID: Number(ticket) })).status).toBe(404);
  });
  it('quirk 4: where time is posted flat, a certain 404 leads there, once', async () => {
    quirk({ timeEntryPath: 'flat' });
    const ticket = openTicket();
    const tag = newTag();
    const input = { ticket, minutes: 30, note: internal('Looked at it.') };
    const added = await capabilities['ticket.time.add']?.run(context(), input, tag);
    const entries = sandbox.world.state.notes.filter((note) => note.ticketId === Number(ticket));
    expect(entries.map((one) => [one.minutes, one.visibility, one.authorId])).toEqual([[30, 'internal', 24]]);
    const found = await capabilities['ticket.time.add']?.reconcile?.(context(), input, {
      ...tag,
      notBefore: new Date(0),
    });
    expect(found).toEqual({ found: true, output: added });
  });
  it('time without a resource to book it on is refused with what to set', async () => {
    const on = context({ settings: { timeResource: null } });
    const input = { ticket: openTicket(), minutes: 5, note: internal('x') };
    const error = await errorOf(capabilities['ticket.time.add']?.run(on, input, newTag()));
    expect([error.kind, on.sent]).toEqual(['unsupported', []]);
  });
});

describe('quirk 5', () => {
  it('quirk 5: 500 for a missing right is forbidden, and certain', async () => {
    const on = context({ settings: { userName: 'reader@msp.example' } });
    const error = await errorOf(
      capabilities['ticket.note.add']?.run(on, { ticket: openTicket(), note: internal('x') }, newTag()),
    );
    expect([error.kind, error.maybeApplied, error.retryable]).toEqual(['forbidden', false, false]);
  });
  it('quirk 5: 500 for wrong values is invalid input, and certain', async () => {
    const error = await errorOf(
      capabilities['ticket.create']?.run(context(), { client: '4711', title: 'No such company' }, newTag()),
    );
    expect([error.kind, error.maybeApplied]).toEqual(['invalid-input', false]);
    expect(error.message).toContain('companyID');
  });
  it('quirk 5: 500 that says neither may have happened, and is not sent again', async () => {
    const on = context();
    vendor.addFault({ kind: 'status', status: 500, when: 'after', isChange: true });
    const error = await errorOf(capabilities['ticket.create']?.run(on, { client: '11', title: 'Once' }, newTag()));
    expect([error.kind, error.maybeApplied, on.mutations().length]).toEqual(['unavailable', true, 1]);
  });
  it.each([
    ['Missing Required Field: title', 'invalid-input', false],
    ['Invalid picklist value for the field status.', 'invalid-input', false],
    ['The logged in Resource does not have the adequate permissions to create this entity type.', 'forbidden', false],
    ['Object reference not set to an instance of an object.', 'unavailable', true],
    ['Execution Timeout Expired. The timeout period must be raised.', 'unavailable', true],
    ['Itgenatr005: The thread threshold was exceeded.', 'rate-limited', false],
    ['', 'unavailable', true],
  ])('quirk 5: 500 with "%s" is %s', async (text, kind, maybeApplied) => {
    const on = context();
    const ticket = openTicket();
    await read(ticket, on);
    const send = on.send;
    on.send = (request) =>
      request.mutates
        ? Promise.resolve({
            status: 500,
            headers: {},
            text: JSON.stringify({ errors: [text] }),
            json: { errors: [text] },
          })
        : send(request);
    const error = await errorOf(capabilities['ticket.update']?.run(on, { ticket, title: 'x' }, none));
    expect([error.kind, error.maybeApplied]).toEqual([kind, maybeApplied]);
  });
  it('quirk 5: a tenant that refuses to complete says why, and that the note is there already', async () => {
    quirk({ refusesCompletion: 'All required checklist items must be completed.' });
    const ticket = openTicket();
    const error = await errorOf(
      capabilities['ticket.resolve']?.run(context(), { ticket, note: internal('Done.') }, newTag()),
    );
    expect([error.kind, error.maybeApplied]).toEqual(['invalid-input', true]);
    expect(error.message).toMatch(/note of ticket .* is written.*checklist/);
  });
});

it('a change that happened is never called not applied because reading it again failed', async () => {
  const ticket = openTicket();
  const on = context();
  await read(ticket, on);
  vendor.addFault({ kind: 'status', status: 503, method: 'GET', path: '/Tickets/' });
  const error = await errorOf(capabilities['ticket.update']?.run(on, { ticket, title: 'Other' }, none));
  expect([error.kind, error.maybeApplied, on.mutations().length]).toEqual(['unavailable', true, 1]);
});

describe('quirk 6', () => {
  it('quirk 6: more than three at once are refused under any status, and that is throttling, not a fault', async () => {
    quirk({ latencyMs: 40 });
    const ticket = openTicket();
    const tokens = new TestTokens();
    await capabilities['status.list']?.run(context({}, { tokens }), {}, none);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, async () =>
        capabilities['ticket.read']?.run(context({}, { tokens }), { ticket }, none),
      ),
    );
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) {
      expect(error).toMatchObject({ kind: 'rate-limited', retryable: true, maybeApplied: false, retryAfterMs: 2_000 });
    }
  });
  it('quirk 6: every call says its lane, the kind of record, so that never more than three go at once', async () => {
    const on = context();
    await capabilities['ticket.note.list']?.run(on, { ticket: '5001' }, none);
    const lanes = on.sent.map((one) => [new URL(one.url).pathname.split('/')[3], one.lane]);
    expect(lanes.length).toBeGreaterThan(3);
    for (const [kind, lane] of lanes) expect(lane).toBe(kind);
  });
});

describe('quirk 7', () => {
  it('quirk 7: a database that was moved is found again once, and a read goes on', async () => {
    const tokens = new TestTokens();
    const ticket = openTicket();
    await read(ticket, context({}, { tokens }));
    state().zone = 'Zone29';
    const on = context({}, { tokens });
    expect((await read(ticket, on))?.id).toBe(ticket);
    expect(on.sent.filter((one) => one.url.includes('ZoneInformation')).length).toBe(1);
  });
  it('quirk 7: a change meets the move, is certain not to have happened, and is not sent again by itself', async () => {
    const on = context();
    const ticket = openTicket();
    const change = () => capabilities['ticket.note.add']?.run(on, { ticket, note: internal('x') }, newTag());
    await change();
    state().zone = 'Zone29';
    const before = on.mutations().length;
    const error = await errorOf(change());
    expect([error.kind, error.maybeApplied, on.mutations().length - before]).toEqual(['unauthenticated', false, 1]);
    await change();
  });
  it('quirk 7: a zone that no longer answers is asked for once more', async () => {
    const tokens = new TestTokens();
    await tokens.token('zone', async () => ({ value: 'http://127.0.0.1:9/ATServicesRest/V1.0', expiresInSeconds: 99 }));
    const ticket = openTicket();
    expect((await read(ticket, context({}, { tokens })))?.id).toBe(ticket);
  });
  it.each([
    'https://evil.example/ATServicesRest/',
    'https://autotask.net.evil.example/',
    'http://webservices6.autotask.net/',
    'nonsense',
  ])('quirk 7: the secret never goes to %s, whoever names it', async (zoneUrl) => {
    quirk({ zoneUrl });
    const on = context();
    expect((await errorOf(read('5001', on))).kind).toBe('wrong-host');
    expect(on.sent.map((one) => new URL(one.url).pathname)).toEqual(['/ATServicesRest/V1.0/ZoneInformation']);
  });
});

describe('quirk 8', () => {
  it('quirk 8: the next page is posted with the same body', async () => {
    const on = context();
    const first = await capabilities['ticket.search']?.run(on, search, none);
    const second = await capabilities['ticket.search']?.run(on, { ...search, cursor: first?.next }, none);
    expect(second?.items.length).toBe(3);
    const queries = on.sent.filter((one) => one.url.includes('/Tickets/query'));
    expect(queries.map((one) => one.method)).toEqual(['POST', 'POST']);
    expect(queries[1]?.url).toBe(first?.next);
    expect(queries[1]?.json).toEqual(queries[0]?.json);
    expect(queries.some((one) => one.mutates)).toBe(false);
  });
  it('quirk 8: a next page at a stranger is not followed, and no cursor leads anywhere else', async () => {
    quirk({ nextPageOrigin: 'https://evil.example' });
    const on = context();
    const first = await capabilities['ticket.search']?.run(on, search, none);
    expect(first?.next).toContain('evil.example');
    const before = on.sent.length;
    expect((await errorOf(capabilities['ticket.search']?.run(on, { ...search, cursor: first?.next }, none))).kind).toBe(
      'wrong-host',
    );
    for (const cursor of [`${vendor.origin}/ATServicesRest/V1.0/Companies/query/next`, `${vendor.origin}/other`, '7']) {
      const error = await errorOf(capabilities['ticket.search']?.run(on, { ...search, cursor }, none));
      expect(['invalid-input', 'wrong-host']).toContain(error.kind);
    }
    expect(on.sent.length).toBe(before);
  });
  it('quirk 8: "MaxRecords" is ignored, "maxRecords" is what we send', async () => {
    const answer = await straight('/Tickets/query', { MaxRecords: 1, filter: [{ op: 'gte', field: 'id', value: 0 }] });
    expect(((await answer.json()) as { items: unknown[] }).items.length).toBeGreaterThan(1);
    await capabilities['ticket.search']?.run(context(), search, none);
    expect(lastBody(/\/Tickets\/query$/).maxRecords).toBe(3);
  });
});

describe('quirk 9', () => {
  it('quirk 9: company 0 is a company: listed, searched for and written to', async () => {
    const clients = await capabilities['client.list']?.run(context(), { limit: 100 }, none);
    expect(clients?.items[0]).toEqual({ id: '0', name: 'Demo Managed Services', isActive: true });
    const made = await capabilities['ticket.create']?.run(context(), { client: '0', title: 'Ours' }, newTag());
    expect(made?.client).toEqual({ id: '0', name: 'Demo Managed Services' });
    const found = await capabilities['ticket.search']?.run(context(), { client: '0', limit: 100 }, none);
    expect(found?.items.map((ticket) => ticket.title)).toContain('Ours');
    const devices = await capabilities['device.list']?.run(context(), { client: '0', limit: 100 }, none);
    expect(devices?.items).toEqual([]);
  });
});

describe('quirk 10', () => {
  it('quirk 10: the company of a configuration item cannot change; devices are read and nothing else', async () => {
    const devices = await capabilities['device.list']?.run(context(), { client: '11', limit: 100 }, none);
    expect(devices?.items[0]).toMatchObject({ client: { id: '11', name: 'Acme Manufacturing' }, online: null });
    expect(devices?.items.find((one) => one.name === 'ACME-DC01')).toMatchObject({
      role: 'server',
      osFamily: 'windows',
    });
    expect((await straight('/ConfigurationItems', { id: 401, companyID: 12 }, 'PATCH')).status).toBe(404);
  });
});

describe('notes', () => {
  it('visibility is the tenant’s own number; nothing is written when its names do not say what we need', async () => {
    const ticket = openTicket();
    await capabilities['ticket.note.add']?.run(context(), { ticket, note: publicNote('for all') }, newTag());
    expect(lastBody(/\/Notes$/)).toMatchObject({ publish: 1, noteType: 3 });
    await capabilities['ticket.note.add']?.run(context(), { ticket, note: internal('for us') }, newTag());
    expect(lastBody(/\/Notes$/)).toMatchObject({ publish: 2 });
    quirk({ publishLabels: ['Alle', 'Intern'] });
    const on = context();
    const error = await errorOf(capabilities['ticket.note.add']?.run(on, { ticket, note: internal('x') }, newTag()));
    expect([error.kind, on.mutations()]).toEqual(['unsupported', []]);
    expect(error.message).toContain('"Intern"');
    quirk({ publishLabels: ['All Autotask Users', 'Internal & Co-Managed'] });
    const shared = await errorOf(
      capabilities['ticket.note.add']?.run(context(), { ticket, note: internal('x') }, newTag()),
    );
    expect(shared.kind).toBe('unsupported');
  });
  it('an internal first note is never part of the description; a public one is', async () => {
    const made = await capabilities['ticket.create']?.run(
      context(),
      { client: '11', title: 'A', description: 'Nothing prints.', note: internal('Suspect: spooler.') },
      newTag(),
    );
    expect(made?.description).toBe('Nothing prints.');
    const notes = sandbox.world.state.notes.filter((note) => String(note.ticketId) === made?.id);
    expect(notes.map((note) => note.visibility)).toEqual(['public', 'internal']);
    const open = await capabilities['ticket.create']?.run(
      context(),
      { client: '11', title: 'B', note: publicNote('We look at it.') },
      newTag(),
    );
    expect(open?.description).toBe('We look at it.');
  });
  it('a ticket whose internal note failed is said to be there, and is not made twice', async () => {
    const tag = newTag();
    const input = { client: '11', title: 'Half', note: internal('x') };
    vendor.addFault({ kind: 'status', status: 503, path: '/Notes', isChange: true });
    const error = await errorOf(capabilities['ticket.create']?.run(context(), input, tag));
    expect(error.maybeApplied).toBe(true);
    expect(error.message).toContain('was created');
    vendor.clearFaults();
    const again = await errorOf(
      capabilities['ticket.create']?.reconcile?.(context(), input, { ...tag, notBefore: new Date(0) }),
    );
    expect([again.kind, again.maybeApplied]).toEqual(['conflict', true]);
  });
  it('notes, time entries and the resolution are all read, each as visible as it is', async () => {
    const { items } = (await capabilities['ticket.note.list']?.run(context(), { ticket: '5001' }, none)) ?? {
      items: [],
    };
    expect(new Set(items.map((note) => note.visibility))).toEqual(new Set(['public', 'internal']));
    expect(items.filter((note) => note.isResolution)).toHaveLength(1);
    expect(items.some((note) => note.id.startsWith('time:') && note.author !== null)).toBe(true);
  });
});

describe('new tickets', () => {
  it('what the tenant demands is filled from its defaults; what has none is named before anything is sent', async () => {
    quirk({ demandsDueDate: true });
    await capabilities['ticket.create']?.run(context(), { client: '11', title: 'Due' }, newTag());
    expect(lastBody(/\/Tickets$/)).toMatchObject({ status: 1, priority: 2, queueID: 29_683_481 });
    expect(lastBody(/\/Tickets$/).dueDateTime).toMatch(/Z$/);
    quirk({ hasDefaultQueue: false });
    const on = context();
    const error = await errorOf(capabilities['ticket.create']?.run(on, { client: '11', title: 'No queue' }, newTag()));
    expect([error.kind, on.mutations()]).toEqual(['invalid-input', []]);
    expect(error.message).toContain('queue');
    const own = context({ settings: { defaultQueue: '29683482' } });
    const made = await capabilities['ticket.create']?.run(own, { client: '11', title: 'Own queue' }, newTag());
    expect(made?.board).toEqual({ id: '29683482', name: 'Monitoring' });
  });
  it('a key longer than the field keeps its run, and is found again by a digest of the rest', async () => {
    const tag = newTag();
    const made = await capabilities['ticket.create']?.run(context(), { client: '11', title: 'Keyed' }, tag);
    expect(made?.externalKey).toMatch(/^mspclaw:0197c3de-0000-7000-8000-000000000003:[0-9a-z]{5}$/);
    const found = await capabilities['ticket.search']?.run(context(), { externalKey: tag.tag, limit: 5 }, none);
    expect(found?.items.map((ticket) => ticket.id)).toEqual([made?.id]);
  });
  it('what a person mapped to "new" is what a new ticket gets', async () => {
    const mapping = { statuses: [{ stage: 'new' as const, board: null, status: '8' }], priorities: [], categories: [] };
    const made = await capabilities['ticket.create']?.run(
      context({}, { mapping }),
      { client: '11', title: 'Mapped' },
      newTag(),
    );
    expect(made?.status).toEqual({ id: '8', name: 'In Progress' });
  });
  it('only Complete and what a person mapped count as closed', async () => {
    const ticket = openTicket();
    const on = context();
    await capabilities['ticket.update']?.run(on, { ticket, status: 'Resolved by us' }, none);
    expect((await read(ticket))?.isClosed).toBe(false);
    const mapping = {
      statuses: [{ stage: 'resolved' as const, board: null, status: '20' }],
      priorities: [],
      categories: [],
    };
    const mapped = context({}, { mapping });
    expect((await read(ticket, mapped))?.isClosed).toBe(true);
    const other = openTicket();
    const done = await capabilities['ticket.resolve']?.run(mapped, { ticket: other, note: internal('x') }, newTag());
    expect(done?.status).toEqual({ id: '20', name: 'Resolved by us' });
  });
});
