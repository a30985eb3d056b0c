// What breaks integrations with the Asio platform. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { TestTokens, testContext } from '#connectors/sdk/testing/test-context.ts';
import { saidBy } from './answer-error.ts';
import { connectwiseRmm } from './connector.ts';
import { readDevicePage } from './devices.ts';
import { toUuid } from './sandbox/asio-ids.ts';
import {
  capabilities,
  context,
  deviceId,
  finish,
  quirk,
  sandbox,
  startAsio,
  state,
  vendor,
} from './testing/asio-harness.ts';

startAsio();
const no = { tag: 'mspclaw:none:1' };
const device = deviceId(205, 11);
const acme = toUuid('company', 11);
const listDevices = (on = context(), input: { limit?: number; client?: string; cursor?: string | null } = {}) =>
  capabilities['device.list']?.run(on, { limit: 100, ...input }, no);
const openTicket = (category: string | null = null) =>
  sandbox.world.addTicket({ title: 'Printer offline', clientId: 11, category }, 'system');
const bodyOf = (on: ReturnType<typeof context>) => on.mutations().map(({ method, json }) => ({ method, json }));

describe('signing in', () => {
  it('quirk 1: many calls at once ask for one token', async () => {
    const on = context();
    await Promise.all(Array.from({ length: 6 }, async () => listDevices(on)));
    expect(state().signIns).toBe(1);
  });
  it('quirk 1: a key that is locked is waited for, and the message says why and what to do', async () => {
    quirk({ signInsUntilLock: 0 });
    const error = await errorOf(connectwiseRmm.test(context()));
    expect([error.kind, error.status, error.retryAfterMs, error.maybeApplied]).toEqual([
      'rate-limited',
      423,
      600_000,
      false,
    ]);
    expect(error.message).toMatch(
      /locked this API key \(423\).*tokens were asked for too often.*make one for MSPclaw alone/,
    );
  });
  it('quirk 1: a refusal right after signing in asks for no other token; an old token is renewed once', async () => {
    const tokens = new TestTokens();
    const on = context({ tokens });
    await listDevices(on);
    state().tokens = {};
    expect((await errorOf(listDevices(on))).kind).toBe('unauthenticated');
    expect(state().signIns).toBe(1);
    const later = context({ tokens, now: () => new Date(Date.now() + 10 * 60_000) });
    expect((await listDevices(later))?.items.length).toBeGreaterThan(3);
    expect(state().signIns).toBe(2);
  });
  it('quirk 1: a lock that comes in the middle of the work is said the same way', async () => {
    const on = context();
    await listDevices(on);
    vendor.addFault({ kind: 'status', status: 423 });
    const error = await errorOf(listDevices(on));
    expect([error.kind, error.message]).toEqual(['rate-limited', expect.stringContaining('locked this API key')]);
  });
  it('a scope that the key does not own is named, and where to tick it', async () => {
    const changes = { settings: { scopes: 'platform.devices.read  platform.policies.write' } };
    const error = await errorOf(connectwiseRmm.test(testContext(connectwiseRmm, changedConnection(vendor, changes))));
    expect([error.kind, error.message]).toEqual(['forbidden', expect.stringContaining('platform.policies.write')]);
  });
  it('what a smaller key cannot read is a warning of the test, in the scope’s own name', async () => {
    const settings = { clientId: 'sandbox-asio-reader', scopes: 'platform.companies.read platform.sites.read' };
    const secrets = { clientSecret: 'sandbox-asio-secret-6102' };
    const result = await connectwiseRmm.test(
      testContext(connectwiseRmm, changedConnection(vendor, { settings, secrets })),
    );
    expect(result.summary).toBe('4 companies, 4 sites');
    expect(result.warnings.join(' ')).toMatch(/platform\.automation\.read.*platform\.tickets\.read/);
  });
});

describe('devices', () => {
  it('quirk 2: a company without devices is an empty list, not an error', async () => {
    const { clients } = sandbox.world.state;
    clients.push({ id: 99, identifier: 'new', name: 'New Client', isActive: true, siteId: 119, siteName: 'Office' });
    try {
      expect(await listDevices(context(), { client: toUuid('company', 99) })).toEqual({ items: [], next: null });
    } finally {
      clients.pop();
    }
  });
  it('quirk 2: a page behind the last one is the end of the list', async () => {
    const page = await readDevicePage(context(), [acme], { cursor: '500', limit: 10 });
    expect(page).toEqual({ devices: [], next: null });
    expect(vendor.exchanges.at(-1)?.status).toBe(404);
  });
  it('quirk 2: companies without devices are passed over on the way to those that have some', async () => {
    const { clients } = sandbox.world.state;
    // ids in front of all others: two whole questions of four companies come back empty
    for (let id = 1; id <= 8; id++) {
      clients.push({
        id,
        identifier: `e${id}`,
        name: `Empty ${id}`,
        isActive: true,
        siteId: 200 + id,
        siteName: 'Office',
      });
    }
    try {
      const first = await listDevices(context(), { limit: 5 });
      expect(first?.items.map(({ name }) => name)).toContain('ACME-WS-010');
    } finally {
      clients.splice(-8);
    }
  });
  it('quirk 3: devices follow the cursor of the Link header, and never the address in it', async () => {
    const on = context();
    const first = await listDevices(on, { limit: 2, client: acme });
    await listDevices(on, { limit: 2, client: acme, cursor: first?.next ?? null });
    const asked = on.sent.filter(({ url }) => url.includes('/categories/platform/endpoints'));
    expect(asked.map(({ url }) => new URL(url).searchParams.get('cursor'))).toEqual([null, '2']);
    expect(new Set(asked.map(({ url }) => new URL(url).origin))).toEqual(new Set([vendor.origin]));
  });
  it('quirk 5: details are asked for by the private id, the device itself by the public one', async () => {
    const on = context();
    const status = await capabilities['device.status']?.run(on, { device }, no);
    expect(status).toMatchObject({ id: device, name: 'ACME-WS-014', online: true, lastUser: 'ACME\\r.keller' });
    expect([status?.lastBootAt, status?.systemDrive?.name]).toEqual([expect.any(String), 'C:']);
    const path = (part: string) => on.sent.find(({ url }) => url.includes(part))?.url ?? '';
    expect(path('/disk-usage')).toContain(toUuid('privateEndpoint', 205));
    expect(path('/services')).toContain(toUuid('publicEndpoint', 205));
  });
  it('quirk 6: no more than fifteen fields are asked for at once, and those that are needed come', async () => {
    const on = context();
    const list = await listDevices(on, { client: acme });
    const fields = on.sent.flatMap(({ url }) => new URL(url).searchParams.get('field') ?? []);
    expect(fields.length).toBeGreaterThan(0);
    for (const names of fields) expect(names.split(',').length).toBeLessThanOrEqual(15);
    expect(list?.items[0]).toMatchObject({
      os: 'Windows 11 Pro',
      osFamily: 'windows',
      role: 'workstation',
      online: true,
    });
    expect(list?.items[0]?.serial).toMatch(/^[0-9A-F]{8}$/);
  });
  it('groups that do not say their site are resolved site by site, to the same ids', async () => {
    const known = await listDevices();
    quirk({ namesSites: false });
    expect((await listDevices())?.items.map(({ id }) => id)).toEqual(known?.items.map(({ id }) => id));
  });
  it('an id that is not company, site and endpoint is refused before anything is sent', async () => {
    const on = context();
    for (const id of ['205', toUuid('publicEndpoint', 205), `${device}:x`, `../${device}`]) {
      expect((await errorOf(capabilities['device.status']?.run(on, { device: id }, no))).kind).toBe('invalid-input');
    }
    expect(on.sent).toEqual([]);
  });
});

describe('tickets', () => {
  it('quirk 3: tickets go by page number and size, always together', async () => {
    const on = context();
    const page = await capabilities['ticket.search']?.run(on, { isClosed: true, limit: 5 }, no);
    expect([page?.items.length, page?.next]).toEqual([5, '2']);
    const asked = new URL(on.sent.at(-1)?.url ?? '').searchParams;
    expect([asked.get('pageNum'), asked.get('pageSize')]).toEqual(['1', '5']);
  });
  it.each([
    ['a bare list', [{ code: '1', message: 'no such board' }], 'no such board'],
    ['error and description', { error: 'invalid_scope', description: 'not granted' }, 'invalid_scope: not granted'],
    ['code and description', { code: '7', description: 'not granted' }, 'not granted'],
    ['error with a message', { error: { code: '7', message: 'not granted' } }, 'not granted'],
    ['code and message', { code: '400', message: 'not valid' }, 'not valid'],
    ['something else', ['x', 7], undefined],
  ])('quirk 3: a refusal as %s is understood', (_what, body, said) => {
    expect(saidBy(body)).toBe(said);
  });
  it('quirk 4: what the ticket has is replaced by PATCH', async () => {
    const ticket = toUuid('ticket', openTicket().id);
    const on = context();
    const changed = await capabilities['ticket.update']?.run(
      on,
      { ticket, status: 'In Progress', title: 'Printer on fire' },
      no,
    );
    expect(changed).toMatchObject({ title: 'Printer on fire', status: { name: 'In Progress' }, isClosed: false });
    expect(bodyOf(on)).toMatchObject([
      {
        method: 'PATCH',
        json: [
          { op: 'replace', path: '/summary', value: 'Printer on fire' },
          { op: 'replace', path: '/status', value: { id: toUuid('status', 2) } },
        ],
      },
    ]);
  });
  it('quirk 4: what the ticket lacks is put, with the version that was read', async () => {
    const opened = openTicket();
    const on = context();
    const input = { ticket: toUuid('ticket', opened.id), member: toUuid('person', 24) };
    expect((await capabilities['ticket.assign']?.run(on, input, no))?.assignee?.id).toBe(input.member);
    expect(bodyOf(on)).toMatchObject([{ method: 'PUT', json: { version: 1, summary: 'Printer offline' } }]);
  });
  it('quirk 4: a change by somebody else in between is a conflict, and nothing of it is lost', async () => {
    const opened = openTicket();
    const on = context();
    const { send } = on;
    on.send = (request) => {
      if (request.method === 'PUT') sandbox.world.updateTicket(opened, { title: 'Changed by a technician' }, 'mreyes');
      return send(request);
    };
    const input = { ticket: toUuid('ticket', opened.id), member: toUuid('person', 24) };
    const error = await errorOf(capabilities['ticket.assign']?.run(on, input, no));
    expect([error.kind, error.maybeApplied, opened.title, opened.ownerId]).toEqual([
      'conflict',
      false,
      'Changed by a technician',
      null,
    ]);
  });
  it('a ticket is made with a board, a source and our key as the last line of its description', async () => {
    const on = context();
    const tag = newTag();
    const made = await capabilities['ticket.create']?.run(
      on,
      { client: acme, title: 'Disk full', description: 'C: is full.' },
      { tag },
    );
    expect(made).toMatchObject({
      externalKey: tag,
      board: { name: 'Service Desk' },
      client: { name: 'Acme Manufacturing' },
    });
    expect(bodyOf(on)).toMatchObject([
      {
        json: {
          description: `C: is full.\n\nRef ${tag}`,
          source: { id: toUuid('source', 2) },
          serviceBoard: { id: toUuid('board', 1) },
        },
      },
    ]);
  });
  it('without a board in the playbook or the connection, the boards are named', async () => {
    const on = testContext(connectwiseRmm, changedConnection(vendor, { settings: { defaultBoard: null } }));
    const error = await errorOf(capabilities['ticket.create']?.run(on, { client: acme, title: 'Disk full' }, no));
    expect([error.kind, error.message]).toEqual([
      'invalid-input',
      expect.stringContaining('"Service Desk", "Monitoring"'),
    ]);
    expect(on.mutations()).toEqual([]);
  });
  it('a first note that failed is said, with the ticket that is there', async () => {
    const on = context();
    await connectwiseRmm.test(on);
    vendor.addFault({ kind: 'status', status: 400, path: '/notes' });
    const note = { visibility: 'internal' as const, body: 'x', notify: false };
    const error = await errorOf(capabilities['ticket.create']?.run(on, { client: acme, title: 'Disk full', note }, no));
    expect([error.maybeApplied, error.message]).toEqual([
      true,
      expect.stringMatching(/^Ticket \d+ was created, but its first note/),
    ]);
  });
  it('a ticket that is there without its first note is not made a second time', async () => {
    const note = { visibility: 'internal' as const, body: 'x', notify: false };
    const input = { client: acme, title: 'Half made', note };
    const lost = { tag: newTag(), notBefore: new Date(Date.now() - 5_000) };
    vendor.addFault({ kind: 'status', status: 500, path: '/notes', method: 'POST' });
    expect((await errorOf(capabilities['ticket.create']?.run(context(), input, lost))).maybeApplied).toBe(true);
    vendor.clearFaults();
    const error = await errorOf(capabilities['ticket.create']?.reconcile?.(context(), input, lost));
    expect([error.kind, error.maybeApplied, error.message]).toEqual([
      'conflict',
      true,
      expect.stringMatching(/^Ticket \d+ was created, but its first note is missing/),
    ]);
  });
  it('notes: 1 is for everybody and 2 for the partner; a mail that nobody can order is refused', async () => {
    const ticket = toUuid('ticket', openTicket().id);
    const on = context();
    for (const visibility of ['public', 'internal'] as const) {
      await capabilities['ticket.note.add']?.run(
        on,
        { ticket, note: { visibility, body: visibility, notify: false } },
        { tag: newTag() },
      );
    }
    expect(bodyOf(on).map(({ json }) => z.object({ visibility: z.number() }).parse(json).visibility)).toEqual([1, 2]);
    const loud = { visibility: 'public' as const, body: 'x', notify: true };
    expect((await errorOf(capabilities['ticket.note.add']?.run(on, { ticket, note: loud }, no))).kind).toBe(
      'unsupported',
    );
    const long = { visibility: 'internal' as const, body: 'x'.repeat(12_001), notify: false };
    expect((await errorOf(capabilities['ticket.note.add']?.run(on, { ticket, note: long }, no))).kind).toBe(
      'invalid-input',
    );
    expect(on.mutations().length).toBe(2);
  });
  it('a status closes when its category says so; another one does not resolve a ticket', async () => {
    const ticket = toUuid('ticket', openTicket().id);
    const note = { visibility: 'internal' as const, body: 'Done.', notify: false };
    const error = await errorOf(
      capabilities['ticket.resolve']?.run(context(), { ticket, note, status: 'Escalated' }, no),
    );
    expect([error.kind, error.message]).toEqual(['invalid-input', expect.stringContaining('category is not "Closed"')]);
    expect((await capabilities['ticket.resolve']?.run(context(), { ticket, note }, { tag: newTag() }))?.isClosed).toBe(
      true,
    );
  });
  it('the poll tells of a change once', async () => {
    const [poll] = connectwiseRmm.triggers.polls;
    const first = await poll?.poll(context(), null);
    const opened = openTicket();
    const at = Date.now() - 5_000;
    Object.assign(opened, { createdAtMs: at, updatedAtMs: at });
    const second = await poll?.poll(context(), JSON.parse(JSON.stringify(first?.cursor)));
    expect(second?.hints).toContainEqual(
      expect.objectContaining({ id: toUuid('ticket', opened.id), change: 'created' }),
    );
    const third = await poll?.poll(context(), JSON.parse(JSON.stringify(second?.cursor)));
    expect(third?.hints.map(({ id }) => id)).not.toContain(toUuid('ticket', opened.id));
  });
});

describe('scripts', () => {
  const script = { device, script: 'restart-service', parameters: { service: 'WinRM' } };

  it('parameters are a text with JSON in it, the task carries our tag, and what was printed comes back', async () => {
    const on = context();
    const tag = newTag();
    const result = await finish(await capabilities['script.run']?.start(on, script, { tag }));
    expect(result).toMatchObject({ outcome: 'success', exitCode: null, output: expect.stringContaining('WinRM') });
    expect(on.mutations()[0]?.json).toMatchObject({
      description: `Ref ${tag}`,
      parameters: JSON.stringify({ service: 'WinRM', RunTag: tag }),
      targets: [toUuid('publicEndpoint', 205)],
    });
  });
  it.each(['Result', 'result', 'bare'] as const)(
    'results are read whatever they stand under: %s',
    async (resultKey) => {
      quirk({ resultKey });
      const failing = { ...script, parameters: { service: 'Nope' } };
      const result = await finish(await capabilities['script.run']?.start(context(), failing, { tag: newTag() }));
      expect(result).toMatchObject({ outcome: 'failure', exitCode: null, output: expect.stringContaining('Nope') });
    },
  );
  it.each(['Unsuccessful', 'Completed With Errors', 'Not successful', 'Success with errors'])(
    'how a task ended is a free text: "%s" is no success',
    async (completionStatus) => {
      quirk({ completionStatus });
      const result = await finish(await capabilities['script.run']?.start(context(), script, { tag: newTag() }));
      expect(result.outcome).toBe('failure');
    },
  );
  it('a device that is away gets no task: it would run whenever somebody switches it on', async () => {
    const known = sandbox.world.device('205');
    if (known) known.isOnline = false;
    const on = context();
    const error = await errorOf(capabilities['script.run']?.start(on, script, { tag: newTag() }));
    if (known) known.isOnline = true;
    expect([error.kind, error.maybeApplied, on.mutations()]).toEqual(['conflict', false, []]);
  });
  it('quirk 2: a task without an instance yet is a 404, and only means "not yet"', async () => {
    const taskId = toUuid('task', 424_242);
    expect(await capabilities['script.run']?.poll(context(), { taskId })).toMatchObject({ state: 'pending' });
    expect(vendor.exchanges.at(-1)?.status).toBe(404);
  });
});
