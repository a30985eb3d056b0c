// The quirks of ConnectWise PSA, one by one, against its sandbox over HTTP. The contract suite is called first.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listClient } from './capabilities/list-client.ts';
import { listMember } from './capabilities/list-member.ts';
import { listStatus } from './capabilities/list-status.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { askPsa } from './client.ts';
import { errorOf, type PsaHarness, startPsaHarness } from './testing/psa-harness.ts';
import { changeTicket } from './tickets.ts';
import { ticketShape } from './vendor-shapes.ts';

let psa: PsaHarness;
beforeEach(async () => {
  psa = await startPsaHarness();
});
afterEach(() => psa.close());

const tag = { tag: 'mspclaw:run-1:fix.note:1' };
const query = { ...tag, notBefore: new Date('2026-11-20T07:00:00Z') };
const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const open = (title = 'Printer down', client = '11') =>
  createTicket.run(psa.context(), { client, title }, { tag: `mspclaw:seed:${psa.sent.length}:1` });
const writes = () => psa.sandbox.exchanges.filter((one) => one.method !== 'GET' && !one.path.endsWith('/search'));
const lastWrite = () => JSON.parse(writes().at(-1)?.requestText ?? 'null');

describe('every call', () => {
  it('carries the clientId, the pinned model version and the login of company+key', async () => {
    await listStatus.run(psa.context(), {}, tag);
    const calls = psa.sent.filter((request) => request.url.includes('/apis/3.0'));
    expect(calls.length).toBeGreaterThan(1);
    for (const { headers } of calls) {
      expect(headers?.clientId).toBe(psa.state.clientId);
      expect(headers?.accept).toBe('application/vnd.connectwise.com+json; version=2025.1');
      expect(atob(headers?.authorization?.slice('Basic '.length) ?? '')).toBe(
        'mspdemo+DemoPublicKey001:DemoPrivateKey001',
      );
    }
  });

  it('finds its codebase by companyinfo, once for all calls', async () => {
    const context = psa.context();
    await listStatus.run(context, {}, tag);
    await listClient.run(context, { limit: 10 }, tag);
    expect(psa.sent.filter((request) => request.url.includes('companyinfo'))).toHaveLength(1);
    expect(psa.sent.at(-1)?.url).toContain('/v2026_1/apis/3.0/');
  });
});

describe('a cloud upgrade', () => {
  it('makes a read look up the codebase again and go once more', async () => {
    const context = psa.context();
    const ticket = await open();
    await readTicket.run(context, { ticket: ticket.id }, tag);
    psa.state.codebase = 'v2026_2';
    expect((await readTicket.run(context, { ticket: ticket.id }, tag)).id).toBe(ticket.id);
    expect(psa.sent.at(-1)?.url).toContain('/v2026_2/');
  });

  it('never sends a change twice: it fails, and the next one arrives', async () => {
    const context = psa.context();
    const { id } = await open();
    await readTicket.run(context, { ticket: id }, tag);
    psa.state.codebase = 'v2026_2';
    psa.sent.length = 0;
    const error = await errorOf(addTicketNote.run(context, { ticket: id, note: internal('hello') }, tag));
    expect(error).toMatchObject({ kind: 'not-found', maybeApplied: false });
    expect(psa.sent.filter((request) => request.mutates)).toHaveLength(1);
    expect((await addTicketNote.run(context, { ticket: id, note: internal('hello') }, tag)).text).toContain('hello');
  });

  it('a record that is really gone costs one lookup and no second read', async () => {
    const context = psa.context();
    const error = await errorOf(readTicket.run(context, { ticket: '999999' }, tag));
    expect(error).toMatchObject({ kind: 'not-found', status: 404 });
    expect(psa.sent.filter((request) => request.url.includes('/service/tickets/999999'))).toHaveLength(1);
  });
});

describe('a PATCH', () => {
  it('sends whole reference objects, and no e-mail', async () => {
    const { id } = await open();
    await updateTicket.run(psa.context(), { ticket: id, status: 'In Progress', priority: 'high' }, tag);
    expect(lastWrite()).toEqual([
      { op: 'replace', path: 'status', value: { id: 102 } },
      { op: 'replace', path: 'priority', value: { id: 2 } },
      { op: 'replace', path: 'processNotifications', value: false },
    ]);
  });

  it('that answers 200 and does nothing is an error that says so', async () => {
    const { id } = await open();
    psa.state.frozenTicketIds.push(Number(id));
    const error = await errorOf(updateTicket.run(psa.context(), { ticket: id, status: 'In Progress' }, tag));
    expect(error).toMatchObject({ kind: 'bad-answer', maybeApplied: false });
    expect(error.message).toMatch(/accepted the change .* but its status stayed as it was/);
  });

  it('of which a part took is an error that admits the part', async () => {
    const { id } = await open();
    const change = changeTicket(
      psa.context(),
      Number(id),
      [
        { path: 'summary', value: 'New title', words: 'title', isIn: (row) => row.summary === 'New title' },
        { path: 'owner', value: null, words: 'owner', isIn: () => false },
      ],
      false,
    );
    expect(await errorOf(change)).toMatchObject({ kind: 'bad-answer', maybeApplied: true });
  });

  it('with nothing in it is refused before anything is sent', async () => {
    await expect(updateTicket.run(psa.context(), { ticket: '1' }, tag)).rejects.toThrow(/Nothing to change/);
    expect(psa.sent).toHaveLength(0);
  });
});

describe('statuses', () => {
  it('of the same name have another id on every board', async () => {
    const { items } = await listStatus.run(psa.context(), {}, tag);
    expect(items.filter((status) => status.name === 'New').map((status) => status.board?.id)).toEqual(['1', '2']);
  });

  it("are looked up on the ticket's own board", async () => {
    const monitoring = await createTicket.run(psa.context(), { client: '11', title: 'Disk', board: 'Monitoring' }, tag);
    const updated = await updateTicket.run(psa.context(), { ticket: monitoring.id, status: 'in progress' }, tag);
    expect(updated.status).toEqual({ id: '202', name: 'In Progress' });
  });

  it('of another board are refused with the names there are, and nothing is sent', async () => {
    const { id } = await open();
    const before = writes().length;
    const error = await errorOf(updateTicket.run(psa.context(), { ticket: id, status: '202' }, tag));
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toMatch(/board "Service Desk" has no status "202".*In Progress/);
    expect(writes()).toHaveLength(before);
  });
});

describe('ticket.create', () => {
  it('keeps an internal note out of the description that the customer reads', async () => {
    await createTicket.run(
      psa.context(),
      { client: '11', title: 'Printer', description: 'Nothing prints.', note: internal('Alert 7, WinRM stopped.') },
      tag,
    );
    expect(lastWrite()).toMatchObject({
      initialDescription: 'Nothing prints.',
      initialInternalAnalysis: 'Alert 7, WinRM stopped.',
      externalXRef: tag.tag,
      processNotifications: false,
    });
  });

  it('sends e-mail only when it was asked to', async () => {
    const note = { visibility: 'public' as const, body: 'We look at it.', notify: true };
    await createTicket.run(psa.context(), { client: '11', title: 'Printer', note }, tag);
    expect(lastWrite()).toMatchObject({ initialDescription: 'We look at it.', processNotifications: true });
    expect(lastWrite()).not.toHaveProperty('initialInternalAnalysis');
  });

  it('cuts a title to the 100 letters there are and keeps the whole in the description', async () => {
    const title = 'x'.repeat(150);
    const ticket = await createTicket.run(psa.context(), { client: '11', title }, tag);
    expect(ticket.title).toHaveLength(100);
    expect((await readTicket.run(psa.context(), { ticket: ticket.id }, tag)).description).toBe(title);
  });

  it("uses the connection's default board, by name", async () => {
    const context = psa.context({ settings: { defaultBoard: 'monitoring' } });
    expect((await createTicket.run(context, { client: '11', title: 'Disk' }, tag)).board?.name).toBe('Monitoring');
  });

  it('refuses a board that is not in use, and names those that are', async () => {
    const error = await errorOf(
      createTicket.run(psa.context(), { client: '11', title: 'x', board: 'Old Projects' }, tag),
    );
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toMatch(/Service Desk/);
  });

  it.each([
    ['drop' as const, 200],
    ['status' as const, 500],
  ])('that was done but answered with %s %i is found again by its tag', async (kind, status) => {
    psa.sandbox.addFault({ kind, status, when: 'after', method: 'POST', path: '/service/tickets', requests: 1 });
    const input = { client: '11', title: 'Lost answer' };
    const error = await errorOf(createTicket.run(psa.context(), input, tag));
    expect(error).toMatchObject({ kind: 'unavailable', maybeApplied: true });
    const found = await createTicket.reconcile?.(psa.context(), input, query);
    expect(found).toMatchObject({ found: true, output: { title: 'Lost answer', externalKey: tag.tag } });
    expect(psa.world.state.tickets.filter((ticket) => ticket.title === 'Lost answer')).toHaveLength(1);
  });

  it('that never arrived is not found', async () => {
    expect(await createTicket.reconcile?.(psa.context(), { client: '11', title: 'x' }, query)).toEqual({
      found: false,
    });
  });
});

describe('notes', () => {
  it('of a technician in a time entry are listed, although /notes leaves them out', async () => {
    const ticket = psa.world.state.tickets[0];
    const { items } = await listTicketNote.run(psa.context(), { ticket: String(ticket?.id) }, tag);
    expect(items.filter((note) => note.id.startsWith('TimeEntryNote:'))).toHaveLength(1);
    expect(items.map((note) => note.createdAt)).toEqual(items.map((note) => note.createdAt).toSorted());
  });

  it('are internal and silent unless asked otherwise, with our reference as the last line', async () => {
    const { id } = await open();
    await addTicketNote.run(psa.context(), { ticket: id, note: internal('Checked.') }, tag);
    expect(psa.world.state.notes.at(-1)).toMatchObject({
      visibility: 'internal',
      isResolution: false,
      notified: false,
      text: `Checked.\n\nRef ${tag.tag}`,
    });
  });

  it('whose answer was lost are found again, and others are not', async () => {
    const { id } = await open();
    const input = { ticket: id, note: internal('Checked.') };
    psa.sandbox.addFault({ kind: 'drop', when: 'after', method: 'POST', path: '/notes', requests: 1 });
    expect(await errorOf(addTicketNote.run(psa.context(), input, tag))).toMatchObject({ maybeApplied: true });
    expect(await addTicketNote.reconcile?.(psa.context(), input, query)).toMatchObject({ found: true });
    const other = { ...query, tag: 'mspclaw:run-1:fix.note:11' };
    expect(await addTicketNote.reconcile?.(psa.context(), input, other)).toEqual({ found: false });
    expect(psa.world.state.notes.filter((note) => note.ticketId === Number(id))).toHaveLength(1);
  });
});

describe('ticket.assign', () => {
  it.each([
    ['24', '24'],
    ['mreyes', '24'],
    ['MReyes', '24'],
  ])('member %s becomes the owner', async (member, id) => {
    const ticket = await open();
    const assigned = await assignTicket.run(psa.context(), { ticket: ticket.id, member }, tag);
    expect(assigned.assignee).toEqual({ id, name: 'Marta Reyes' });
  });

  it('refuses a member who left', async () => {
    const ticket = await open();
    const error = await errorOf(assignTicket.run(psa.context(), { ticket: ticket.id, member: 'rhale' }, tag));
    expect(error).toMatchObject({ kind: 'invalid-input', maybeApplied: false, detail: { fields: ['owner'] } });
  });
});

describe('ticket.resolve', () => {
  it("writes the resolution, then closes with the board's own status", async () => {
    const ticket = await createTicket.run(psa.context(), { client: '11', title: 'Disk', board: '2' }, tag);
    const note = { visibility: 'public' as const, body: 'Freed 31 GB.', notify: false };
    const resolved = await resolveTicket.run(psa.context(), { ticket: ticket.id, note }, tag);
    expect(resolved).toMatchObject({ isClosed: true, status: { name: 'Auto-resolved' } });
    expect(psa.world.state.notes.at(-1)).toMatchObject({ isResolution: true, visibility: 'public', notified: false });
    expect(writes().map((one) => one.method)).toEqual(['POST', 'POST', 'PATCH']);
  });

  it('says which fields the board demands, and that the note is already there', async () => {
    const { id } = await open();
    psa.state.requiredToClose.push({ boardId: 1, field: 'type' });
    const error = await errorOf(resolveTicket.run(psa.context(), { ticket: id, note: internal('Done.') }, tag));
    expect(error).toMatchObject({ kind: 'invalid-input', maybeApplied: true, detail: { fields: ['type'] } });
    expect(error.message).toMatch(/note .* was written, but the ticket is not closed.*type is required/);
  });

  it('goes on where an earlier attempt stopped: no second note', async () => {
    const { id } = await open();
    const input = { ticket: id, note: internal('Done.') };
    psa.sandbox.addFault({ kind: 'status', status: 503, method: 'PATCH', requests: 1 });
    await errorOf(resolveTicket.run(psa.context(), input, tag));
    expect(await resolveTicket.reconcile?.(psa.context(), input, query)).toEqual({ found: false });
    expect((await resolveTicket.run(psa.context(), input, tag)).isClosed).toBe(true);
    expect(psa.world.state.notes.filter((note) => note.ticketId === Number(id))).toHaveLength(1);
    expect(await resolveTicket.reconcile?.(psa.context(), input, query)).toMatchObject({ found: true });
  });

  it('refuses a status that does not close, before it writes anything', async () => {
    const { id } = await open();
    const before = writes().length;
    const input = { ticket: id, note: internal('Done.'), status: 'In Progress' };
    expect((await errorOf(resolveTicket.run(psa.context(), input, tag))).message).toMatch(/does not close tickets/);
    expect(writes()).toHaveLength(before);
  });
});

describe('lists', () => {
  it('keep every parameter on every page and lose nothing while tickets change', async () => {
    const wanted = psa.world.state.tickets
      .filter((ticket) => ticket.clientId === 11)
      .map((ticket) => String(ticket.id));
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await searchTicket.run(psa.context(), { client: '11', limit: 3, cursor }, tag);
      found.push(...page.items.map((ticket) => ticket.id));
      cursor = page.next;
      // a write between two pages moves every ticket in the default order
      const touched = psa.world.state.tickets[0];
      if (touched) psa.world.updateTicket(touched, {}, 'tlind');
    } while (cursor);
    expect(found).toEqual(wanted.toSorted());
    expect(wanted.length).toBeGreaterThan(6);
    for (const { path, query: sent } of psa.sandbox.exchanges.filter((one) => one.path.endsWith('/service/tickets'))) {
      const parameters = new Map(sent);
      expect(path).toContain('/service/tickets');
      expect(parameters.get('conditions')).toContain('company/id=11');
      expect(parameters.get('orderBy')).toBe('id asc');
    }
  });

  it('go forward only with pageId, and keep their conditions', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listMember.run(psa.context(), { limit: 2, cursor }, tag);
      seen.push(...page.items.map((member) => member.handle));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(['tlind', 'sbauer', 'agomez', 'mreyes', 'jokafor', 'kivanov', 'pdubois']);
    const calls = psa.sandbox.exchanges.filter((one) => one.path.endsWith('/system/members'));
    expect(calls).toHaveLength(4);
    for (const call of calls) {
      expect(call.requestHeaders['pagination-type']).toBe('forward-only');
      expect(new Map(call.query).get('conditions')).toBe('inactiveFlag=False');
    }
  });

  it('never follow an address from the Link header', async () => {
    const context = psa.context();
    const honest = context.send;
    context.send = async (request) => {
      const response = await honest(request);
      const link = response.headers.link?.replace(psa.sandbox.origin, 'https://evil.example');
      return { ...response, headers: { ...response.headers, ...(link ? { link } : {}) } };
    };
    const page = await listMember.run(context, { limit: 2 }, tag);
    await listMember.run(context, { limit: 2, cursor: page.next }, tag);
    expect(psa.sent.filter((request) => !request.url.startsWith(psa.sandbox.origin))).toHaveLength(0);
  });

  it('a condition too long for an address goes by POST, which is still a read', async () => {
    const { id } = await open('needle');
    const short = await searchTicket.run(psa.context(), { text: 'needle', limit: 5 }, tag);
    expect(short.items.map((ticket) => ticket.id)).toEqual([id]);
    expect(psa.sent.at(-1)?.method).toBe('GET');
    const manyBrackets = '['.repeat(190);
    const none = await searchTicket.run(
      psa.context(),
      { text: manyBrackets, externalKey: '['.repeat(100), limit: 5 },
      tag,
    );
    expect(none.items).toEqual([]);
    const search = psa.sent.at(-1);
    expect(search).toMatchObject({ method: 'POST', mutates: false });
    expect(search?.url).toMatch(/\/service\/tickets\/search\?pageSize=5$/);
  });
});

describe('refusals', () => {
  const read = () => errorOf(readTicket.run(psa.context(), { ticket: '5001' }, tag));

  it('429 waits as long as ConnectWise asks', async () => {
    psa.sandbox.addFault({ kind: 'status', status: 429, retryAfterSeconds: 30, path: '/service', requests: 1 });
    expect(await read()).toMatchObject({
      kind: 'rate-limited',
      retryable: true,
      retryAfterMs: 30_000,
      maybeApplied: false,
    });
  });

  it('text that is not JSON and says "Cannot" means the clientId', async () => {
    const context = psa.context();
    const honest = context.send;
    context.send = (request) => honest({ ...request, headers: { ...request.headers, clientId: '' } });
    const error = await errorOf(readTicket.run(context, { ticket: '5001' }, tag));
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toMatch(/clientId is missing/);
  });

  it('403 names the security role', async () => {
    psa.state.deniedPaths.push('/service/tickets');
    const error = await read();
    expect(error.kind).toBe('forbidden');
    expect(error.message).toMatch(/security role/i);
  });

  it('a 500 about a Boolean points at a damaged record', async () => {
    const context = psa.context();
    const honest = context.send;
    context.send = async (request) =>
      request.url.includes('/service/')
        ? {
            status: 500,
            headers: {},
            text: '',
            json: { code: 'ConnectWiseApi', message: 'String was not recognized as a valid Boolean.' },
          }
        : honest(request);
    const error = await errorOf(readTicket.run(context, { ticket: '5001' }, tag));
    expect(error.kind).toBe('unavailable');
    expect(error.message).toMatch(/damaged record/);
  });

  it('a 404 on the cloud says that the key may be the reason', async () => {
    const context = psa.context({ settings: { site: 'na.myconnectwise.net', codebase: 'v4_6_release' } });
    context.send = async () => ({
      status: 404,
      headers: {},
      text: '',
      json: { code: 'NotFound', message: 'Not found' },
    });
    expect((await errorOf(readTicket.run(context, { ticket: '1' }, tag))).message).toMatch(
      /key is wrong or may not see it/,
    );
  });

  it('"SSL is required." means a host without "api-"', async () => {
    const context = psa.context({ settings: { codebase: 'v4_6_release' } });
    context.send = async () => ({
      status: 401,
      headers: {},
      text: '',
      json: { code: 'Security', message: 'SSL is required.' },
    });
    expect(await errorOf(readTicket.run(context, { ticket: '1' }, tag))).toMatchObject({ kind: 'wrong-host' });
  });

  it('no error carries a key, not even one that the server echoes', async () => {
    const context = psa.context({ settings: { codebase: 'v4_6_release' } });
    const login = btoa('mspdemo+DemoPublicKey001:DemoPrivateKey001');
    context.send = async () => ({
      status: 400,
      headers: {},
      text: '',
      json: { code: 'x', message: `bad request with DemoPrivateKey001 and Basic ${login}` },
    });
    const error = await errorOf(readTicket.run(context, { ticket: '1' }, tag));
    const seen = JSON.stringify([error.message, error.detail]);
    expect(seen).not.toContain('DemoPrivateKey001');
    expect(seen).not.toContain(login);
  });

  it('an answer of another shape is not taken for a ticket', async () => {
    const context = psa.context({ settings: { codebase: 'v4_6_release' } });
    context.send = async () => ({ status: 200, headers: {}, text: '<html>', json: undefined });
    expect(await errorOf(readTicket.run(context, { ticket: '1' }, tag))).toMatchObject({ kind: 'bad-answer' });
    const call = { method: 'PATCH' as const, path: '/service/tickets/1', json: [], action: 'change' };
    expect(await errorOf(askPsa(context, ticketShape, call))).toMatchObject({ kind: 'bad-answer', maybeApplied: true });
  });

  it.each(['', '0', '-1', '1.5', '1 or id > 0', '../boards/1', '99999999999'])(
    '"%s" is no ticket number: nothing is sent',
    async (ticket) => {
      await expect(readTicket.run(psa.context(), { ticket }, tag)).rejects.toThrow(
        /not the number of a ConnectWise ticket/,
      );
      expect(psa.sent).toHaveLength(0);
    },
  );
});
