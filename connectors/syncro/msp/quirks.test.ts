// What Syncro does otherwise than one would think, each with its number in the list of API.md, then its other traps.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { bodyOf } from '#connectors/sdk/testing/webhook-receiver.ts';
import { scriptsOf } from './configured-scripts.ts';
import { syncroMsp } from './connector.ts';
import type { SyncroQuirks } from './sandbox/syncro-state.ts';
import {
  capabilities,
  device,
  internal,
  nextNotification,
  notesOf,
  openTicket,
  quirk,
  sandbox,
  scriptCallbacks,
  startQuirkySyncro,
  state,
  user,
  vendor,
} from './testing/syncro-bed.ts';

startQuirkySyncro();
const tag = { tag: 'mspclaw:0197c3de-0000-7000-8000-000000000003:fix.note:1' };
/** straight to the sandbox, as a client that makes every mistake */
const raw = (method: string, path: string, body?: object) =>
  fetch(`${vendor.origin}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${state().token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

describe('quirk 1: a bare comment is mailed to the customer', () => {
  it('Syncro does it by default', async () => {
    const ticket = openTicket();
    await raw('POST', `/tickets/${ticket.id}/comment`, { subject: 'Note', body: 'Secret thoughts' });
    expect(notesOf(ticket).map((note) => [note.visibility, note.notified])).toEqual([['public', true]]);
  });
  it.each([
    ['internal', false, 'internal', false],
    ['internal', true, 'internal', false],
    ['public', false, 'public', false],
    ['public', true, 'public', true],
  ] as const)('a note that is %s with notify %s is %s, mailed: %s', async (visibility, notify, seen, mailed) => {
    const ticket = openTicket();
    const note = { visibility, notify, body: 'Restarted it.' };
    const written = await capabilities['ticket.note.add']?.run(user(), { ticket: String(ticket.id), note }, tag);
    expect(written?.visibility).toBe(seen);
    expect(notesOf(ticket).map((one) => [one.visibility, one.notified])).toEqual([[seen, mailed]]);
  });
  it('a new ticket mails nobody, shows the description, and hides our tag', async () => {
    const input = { client: '11', title: 'Scanner', description: 'It beeps.', contact: '51' };
    const made = await capabilities['ticket.create']?.run(user(), input, tag);
    const notes = sandbox.world.state.notes.filter((note) => String(note.ticketId) === made?.id);
    expect(notes.map((note) => [note.visibility, note.notified, note.text.includes(tag.tag)])).toEqual([
      ['public', false, false],
      ['internal', false, true],
    ]);
    expect(made?.description).toBe('It beeps.');
  });
});

it('quirk 2: a ticket is read by its id; the number on the screen is another ticket’s id', async () => {
  const first = openTicket({ title: 'The one that is meant' });
  for (let count = 0; count < 4; count++) openTicket();
  const other = openTicket({ title: 'The one with that number' });
  const response = await raw('GET', `/tickets?number=${first.id}`);
  expect(await response.text()).toContain(other.title);
  const read = await capabilities['ticket.read']?.run(user(), { ticket: String(first.id) }, tag);
  expect(read?.title).toBe('The one that is meant');
  expect(read?.url).toBe(`${vendor.origin}/tickets/${first.id}`);
  expect(syncroMsp.ticketUrl?.(user().settings as never, String(first.id))).toBe(read?.url);
});

it('quirk 3: the allowance is one address’s, whoever’s token asks', async () => {
  expect(syncroMsp.limits.shared).toBe('address');
  expect(syncroMsp.limits.requestsPerMinute).toBeLessThanOrEqual(180);
  vendor.addFault({ kind: 'status', status: 429 });
  const error = await errorOf(capabilities['client.list']?.run(user(), { limit: 10 }, tag));
  expect(error).toMatchObject({ kind: 'rate-limited', retryable: true });
});

describe('quirk 4: the output of a script cannot be read', () => {
  const script = { device: '204', script: 'restart-service', parameters: { service: 'WinRM' } };
  it('the script posts it itself; Syncro only says that it was scheduled', async () => {
    const given = newTag();
    const ref = await capabilities['script.run']?.start(user({ scriptCallbacks }), script, { tag: given });
    expect(ref).toEqual({ tag: given });
    const progress = await eventually(async () => {
      const now = await capabilities['script.run']?.poll(user({ scriptCallbacks }), ref ?? {});
      return now?.state === 'done' ? now : undefined;
    }, 'the script posts');
    expect(progress.output).toMatchObject({ outcome: 'success', exitCode: 0 });
    expect(sandbox.ledger.executionsByTag()[given]).toBe(1);
  });
  it('without an address to report to nothing is started', async () => {
    const on = user();
    const error = await errorOf(capabilities['script.run']?.start(on, script, { tag: newTag() }));
    expect([error.kind, error.maybeApplied]).toEqual(['unsupported', false]);
    expect(on.sent).toEqual([]);
  });
  it('a script that never reports is never called finished', async () => {
    const quiet = { open: async () => ({ url: 'http://127.0.0.1:9/nobody' }), read: async () => null };
    const given = newTag();
    const ref = await capabilities['script.run']?.start(user({ scriptCallbacks: quiet }), script, { tag: given });
    await eventually(() => sandbox.ledger.executionsByTag()[given], 'it ran');
    const now = () => new Date(Date.now() + 86_400_000);
    expect((await capabilities['script.run']?.poll(user({ scriptCallbacks: quiet, now }), ref ?? {}))?.state).toBe(
      'pending',
    );
  });
  it('only scripts that a person entered are run, by name or number', async () => {
    const on = user({ scriptCallbacks });
    for (const wanted of ['format-disk', '9999', 'constructor', '__proto__']) {
      const error = await errorOf(
        capabilities['script.run']?.start(on, { ...script, script: wanted }, { tag: newTag() }),
      );
      expect(error.kind, wanted).toBe('not-found');
    }
    expect(on.sent).toEqual([]);
    await capabilities['script.run']?.start(on, { ...script, script: '4101' }, { tag: newTag() });
    expect(on.sent).toHaveLength(1);
  });
  it('the list of scripts is the entered one; none entered is said, not answered with nothing', async () => {
    const listed = await capabilities['script.list']?.run(user(), {}, tag);
    expect(listed?.items[0]).toMatchObject({ id: '4101', name: 'restart-service' });
    const on = user();
    on.settings.scripts = '';
    expect((await errorOf(capabilities['script.list']?.run(on, {}, tag))).kind).toBe('unsupported');
    expect((await syncroMsp.test(on)).warnings.join(' ')).toContain('No scripts are entered');
  });
  it.each([
    ['restart-service=1234', { 'restart-service': '1234' }],
    [' a = 1 ,b=2;\n\nc d=3\n', { a: '1', b: '2', 'c d': '3' }],
    ['', {}],
    ['restart-service', null],
    ['restart-service=abc', null],
    ['=5', null],
    ['a=0', null],
    ['a=1\na=2', null],
  ])('the text %j is understood or refused, and stays the text', (scripts, expected) => {
    const parsed = syncroMsp.auth.settings.safeParse({ host: 'acme.syncromsp.com', scripts });
    expect(parsed.success ? Object.fromEntries(scriptsOf(parsed.data)) : null).toEqual(expected);
    if (parsed.success) expect(syncroMsp.auth.settings.parse(parsed.data)).toEqual(parsed.data);
  });
});

it('quirk 5: the types of the document are examples: numbers as text and lists without pages are understood', async () => {
  quirk({ hasTextNumbers: true, hidesMeta: true, wrapsAsset: true });
  const ticket = openTicket();
  const read = await capabilities['ticket.read']?.run(user(), { ticket: String(ticket.id) }, tag);
  expect(read?.id).toBe(String(ticket.id));
  const page = await capabilities['device.list']?.run(user(), { limit: 100 }, tag);
  expect(page?.items.length).toBe(sandbox.world.state.devices.length);
  const status = await capabilities['device.status']?.run(user(), { device: '205' }, tag);
  expect(status?.name).toBe(device('205').name);
});

it('quirk 6: properties are lost when an asset is made, so the connector makes none', async () => {
  const made = await (await raw('POST', '/customer_assets', { name: 'X', properties: { OS: 'y' } })).json();
  expect((made as { asset: { properties: object } }).asset.properties).toEqual({});
  const changes = vendor.exchanges.filter((one) => one.method !== 'GET' && /customer_assets/.test(one.path));
  expect(changes.length).toBe(1);
});

it('quirk 7: times carry the account’s own offset, ours are UTC', async () => {
  const createdAtMs = Date.parse('2026-03-08T10:30:00.000Z');
  const ticket = openTicket({ createdAtMs });
  expect(await (await raw('GET', `/tickets/${ticket.id}`)).text()).toContain('2026-03-08T02:30:00.000-08:00');
  const read = await capabilities['ticket.read']?.run(user(), { ticket: String(ticket.id) }, tag);
  expect(read?.createdAt).toBe('2026-03-08T10:30:00.000Z');
});

describe('refusals have no common form', () => {
  it.each<SyncroQuirks['refusal']>(['message', 'error', 'errors', 'errors-map', 'success-text'])(
    'as %s: Syncro’s words are repeated, and nothing happened',
    async (refusal) => {
      quirk({ refusal });
      const ticket = openTicket();
      const on = user();
      const honest = on.send;
      on.send = (request) => honest(request.mutates ? { ...request, json: { subject: '' } } : request);
      const input = { ticket: String(ticket.id), title: 'y' };
      const refused = await errorOf(capabilities['ticket.update']?.run(on, input, tag));
      expect([refused.kind, refused.maybeApplied]).toEqual(['invalid-input', false]);
      expect(refused.message).toContain("Subject can't be blank");
    },
  );
  it('a missing permission is named, whether it comes as 401 or 403', async () => {
    const connection = vendor.connection();
    const on = user();
    on.secrets.apiToken = state().limitedToken;
    const ticket = openTicket();
    const error = await errorOf(
      capabilities['ticket.note.add']?.run(on, { ticket: String(ticket.id), note: internal('x') }, tag),
    );
    expect(error).toMatchObject({ kind: 'forbidden', status: 401, maybeApplied: false });
    expect(error.message).toMatch(/Tick the permission/);
    expect(JSON.stringify(connection)).not.toContain(state().limitedToken);
    expect((await syncroMsp.test(on)).warnings.join(' ')).toContain('Scripts - Execute');
  });
});

describe('alerts', () => {
  it.each<SyncroQuirks['clearedAlertIs']>(['gone', 'resolved'])(
    'resolving deletes; afterwards it is %s, and again does no harm',
    async (clearedAlertIs) => {
      quirk({ clearedAlertIs });
      const alert = String(sandbox.world.raiseAlert(device('NORTH-WS-003'), 'disk.space').id);
      const read = await capabilities['alert.read']?.run(user(), { alert }, tag);
      expect(read).toMatchObject({ kind: 'disk.space', isActive: true, device: { name: 'NORTH-WS-003' } });
      const input = { alert, reason: 'test' };
      for (let time = 0; time < 2; time++) {
        expect(await capabilities['alert.resolve']?.run(user(), input, tag)).toEqual({ alert, isActive: false });
      }
      const after = capabilities['alert.read']?.run(user(), { alert }, tag);
      if (clearedAlertIs === 'gone') expect((await errorOf(after)).kind).toBe('not-found');
      else expect((await after)?.isActive).toBe(false);
    },
  );
  it('the poll tells what came and what went', async () => {
    const [poll] = syncroMsp.triggers.polls.filter(({ name }) => name === 'alerts');
    const first = await poll?.poll(user(), null);
    const raised = sandbox.world.raiseAlert(device('NORTH-WS-001'), 'service.stopped');
    // other alerts come and go by themselves meanwhile
    const changesIn = (hints: { id: string; change: string }[] | undefined) =>
      hints?.filter(({ id }) => id === String(raised.id)).map(({ change }) => change);
    const second = await poll?.poll(user(), first?.cursor);
    expect(changesIn(second?.hints)).toEqual(['created']);
    sandbox.world.clearAlert(raised, 'test');
    const third = await poll?.poll(user(), second?.cursor);
    expect(changesIn(third?.hints)).toEqual(['cleared']);
  });
});

describe('notifications: no signature, the address is all there is', () => {
  const trigger = syncroMsp.triggers.webhook;
  it('an alert and a ticket are told apart, by the id and not by the number', async () => {
    const alert = await nextNotification(
      { vendor },
      () => void sandbox.world.raiseAlert(device('HARBOR-WS-001'), 'print.queue'),
    );
    expect(trigger?.parse(bodyOf(alert))).toMatchObject([{ entity: 'alert', change: 'created' }]);
    let ticketId = '';
    const ticket = await nextNotification({ vendor }, () => {
      ticketId = String(openTicket().id);
    });
    expect(trigger?.parse(bodyOf(ticket))).toMatchObject([{ entity: 'ticket', id: ticketId }]);
  });
  it('"resolved" is a word there', () => {
    const attributes = { id: 7, computer_name: 'X', resolved: 'true' };
    expect(trigger?.parse({ text: '', link: null, attributes })).toMatchObject([
      { entity: 'alert', change: 'cleared' },
    ]);
    expect(trigger?.parse({ attributes: { ...attributes, resolved: 'false' } })).toMatchObject([{ change: 'created' }]);
  });
  it('news of other things is no news', () => {
    expect(trigger?.parse({ link: 'https://x/invoices/1', attributes: { id: 1 } })).toEqual([]);
    expect(trigger?.proof).toBe('address');
  });
});

describe('what an agent knows has no fixed names', () => {
  it.each<SyncroQuirks['propertyNames']>(['plain', 'nested', 'none'])(
    '%s: what is recognised is told, the rest is null',
    async (propertyNames) => {
      quirk({ propertyNames });
      const status = await capabilities['device.status']?.run(user(), { device: '206' }, tag);
      const isKnown = propertyNames !== 'none';
      expect(status?.os).toBe(isKnown ? device('206').os : null);
      expect(status?.lastBootAt === null).toBe(!isKnown);
      expect(status).toMatchObject({ online: true, services: null, systemDrive: null, patches: { failed: 3 } });
      expect(status?.health).toBe('healthy');
    },
  );
  it('an offline trigger means offline', async () => {
    device('ACME-WS-012').isOnline = false;
    const status = await capabilities['device.status']?.run(user(), { device: '203' }, tag);
    expect(status).toMatchObject({ online: false, uptimeSeconds: null, health: 'needs-attention' });
    device('ACME-WS-012').isOnline = true;
  });
});

it('a lost ticket is found again by our tag, among others of the same subject', async () => {
  const input = { client: '11', title: 'Lost answer', description: 'Nothing prints.' };
  const lost = { tag: newTag(), notBefore: new Date(Date.now() - 5_000) };
  openTicket({ title: input.title });
  vendor.addFault({ kind: 'drop', when: 'after', isChange: true, requests: 1 });
  expect((await errorOf(capabilities['ticket.create']?.run(user(), input, lost))).maybeApplied).toBe(true);
  const found = await capabilities['ticket.create']?.reconcile?.(user(), input, lost);
  expect(found).toMatchObject({ found: true, output: { title: 'Lost answer', description: 'Nothing prints.' } });
});

it('a ticket that a rule changed right after it was made is told as new, and later as changed', async () => {
  const [poll] = syncroMsp.triggers.polls.filter(({ name }) => name === 'tickets');
  const first = await poll?.poll(user(), null);
  const made = openTicket();
  const nowMs = Date.now();
  Object.assign(made, { createdAtMs: nowMs - 20_000, updatedAtMs: nowMs - 15_000 });
  const changesIn = (hints: { id: string; change: string }[] | undefined) =>
    hints?.filter(({ id }) => id === String(made.id)).map(({ change }) => change);
  const second = await poll?.poll(user(), JSON.parse(JSON.stringify(first?.cursor)));
  expect(changesIn(second?.hints)).toEqual(['created']);
  made.updatedAtMs = nowMs - 5_000;
  const third = await poll?.poll(user(), JSON.parse(JSON.stringify(second?.cursor)));
  expect(changesIn(third?.hints)).toEqual(['updated']);
});

it('what is written inside never stands in a timer, whose notes may go on an invoice: a hidden comment has it', async () => {
  const ticket = openTicket();
  const input = { ticket: String(ticket.id), minutes: 15, note: internal('The password was weak.') };
  const first = { tag: newTag() };
  const on = user();
  await capabilities['ticket.time.add']?.run(on, input, first);
  const timer = on.mutations().find(({ url }) => url.endsWith('/timer_entry'));
  expect(JSON.stringify(timer?.json)).not.toContain('password');
  expect(JSON.stringify(timer?.json)).toContain(first.tag);
  const withText = () => notesOf(ticket).filter(({ text }) => text.includes('password'));
  expect(withText()).toMatchObject([{ visibility: 'internal', notified: false }]);

  const second = { tag: 'mspclaw:0197c3de-0000-7000-8000-000000000003:fix[1].time:1' };
  vendor.addFault({ kind: 'status', status: 500, path: '/timer_entry', requests: 1 });
  expect((await errorOf(capabilities['ticket.time.add']?.run(user(), input, second))).maybeApplied).toBe(true);
  const query = { ...second, notBefore: new Date(0) };
  expect(await capabilities['ticket.time.add']?.reconcile?.(user(), input, query)).toEqual({ found: false });
  await capabilities['ticket.time.add']?.run(user(), input, second);
  expect(withText()).toHaveLength(2);
  expect(await capabilities['ticket.time.add']?.reconcile?.(user(), input, query)).toMatchObject({ found: true });
});

it('closed tickets are searched status by status, and a client is asked for by id', async () => {
  const ids = new Set<string>();
  let cursor: string | null = null;
  do {
    const page:
      | { items: { id: string; isClosed: boolean; client: { id: string } | null }[]; next: string | null }
      | undefined = await capabilities['ticket.search']?.run(
      user(),
      { isClosed: true, client: '11', limit: 4, cursor },
      tag,
    );
    for (const ticket of page?.items ?? []) {
      expect([ticket.isClosed, ticket.client?.id]).toEqual([true, '11']);
      ids.add(ticket.id);
    }
    cursor = page?.next ?? null;
  } while (cursor !== null);
  const closed = sandbox.world.state.tickets.filter((ticket) => ticket.clientId === 11 && ticket.closedAtMs !== null);
  expect(ids.size).toBe(closed.length);
});
