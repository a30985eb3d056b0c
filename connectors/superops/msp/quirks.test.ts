// What SuperOps does otherwise than one would think, each with its number in the list of API.md, then its other traps.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { superopsMsp } from './connector.ts';
import { vendorId } from './sandbox/vendor-ids.ts';
import {
  capabilities,
  deviceId,
  internal,
  notesOf,
  openTicket,
  quirk,
  sandbox,
  scriptCallbacks,
  startQuirkySuperops,
  state,
  user,
  vendor,
} from './testing/superops-bed.ts';

startQuirkySuperops();
const tag = { tag: 'mspclaw:0197c3de-0000-7000-8000-000000000002:fix.note:1' };
const client = vendorId('client', 11);
/** straight to the sandbox, as a client that makes every mistake */
const raw = async (query: string, variables = {}) => {
  const response = await fetch(`${vendor.origin}/msp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${state().token}`, customersubdomain: state().subdomain },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, text: await response.text() };
};

describe('quirk 1: refusals and throttling arrive as HTTP 200', () => {
  it('throttling is throttling, with a wait until the next minute, because no answer says how long', async () => {
    quirk({ isThrottled: true });
    const now = new Date('2026-11-20T10:00:45.000Z');
    const error = await errorOf(capabilities['client.list']?.run(user({ now: () => now }), { limit: 10 }, tag));
    expect(error).toMatchObject({ kind: 'rate-limited', status: 200, retryAfterMs: 15_000, retryable: true });
    const { id } = openTicket();
    const input = { ticket: id, note: internal('x') };
    expect(await errorOf(capabilities['ticket.note.add']?.run(user(), input, tag))).toMatchObject({
      kind: 'rate-limited',
      maybeApplied: false,
    });
  });
  it('a code becomes words, although the message is null', async () => {
    const error = await errorOf(capabilities['ticket.read']?.run(user(), { ticket: '42' }, tag));
    expect(error).toMatchObject({ kind: 'not-found', status: 200 });
    expect(error.message).toContain('it does not exist (entity_does_not_exist: ticketId)');
  });
  it('a demand of the tenant names the field, and is met by the setting', async () => {
    quirk({ demandsResolutionCode: true });
    const { id, row } = openTicket();
    const input = { ticket: id, note: internal('Done.') };
    const error = await errorOf(capabilities['ticket.resolve']?.run(user(), input, { tag: newTag() }));
    expect(error).toMatchObject({ kind: 'invalid-input', maybeApplied: true });
    expect(error.message).toMatch(/note .* was written.*mandatory_validation_failed: resolutionCode/);
    const on = user();
    on.settings.resolutionCode = 'Permanent Fix';
    const resolved = await capabilities['ticket.resolve']?.run(on, input, { tag: newTag() });
    expect(resolved?.isClosed).toBe(true);
    expect(row.closedAtMs).not.toBeNull();
  });
});

describe('quirk 2: JSON scalars', () => {
  it('nothing may be selected inside one, and the connector never tries', async () => {
    const { text } = await raw('query { getTicketList(input: {page: 1}) { tickets { client { name } } } }');
    expect(text).toContain('SubSelectionNotAllowed');
  });
  it('ids of 19 digits survive as bare numbers', async () => {
    const { id } = openTicket();
    const { text } = await raw('query ($i: TicketIdentifierInput!) { getTicket(input: $i) { client } }', {
      i: { ticketId: id },
    });
    expect(text).toContain(`"accountId":${client},`);
    expect((await capabilities['ticket.read']?.run(user(), { ticket: id }, tag))?.client).toEqual({
      id: client,
      name: 'Acme Manufacturing',
    });
    quirk({ hasBareIds: false });
    expect((await capabilities['ticket.read']?.run(user(), { ticket: id }, tag))?.client?.id).toBe(client);
  });
  it('a client that was read so can be asked for again', async () => {
    const page = await capabilities['device.list']?.run(user(), { client, limit: 100 }, tag);
    expect(page?.items.length).toBeGreaterThan(3);
    expect(new Set(page?.items.map((device) => device.client?.id))).toEqual(new Set([client]));
  });
});

describe('quirk 3: the live schema differs from the published one', () => {
  it('notes are made by createTicketNote; createNote is not known', async () => {
    const { text } = await raw('mutation { createNote(input: {content: "x"}) { noteId } }');
    expect(text).toContain('ValidationError');
    const { id } = openTicket();
    const on = user();
    await capabilities['ticket.note.add']?.run(on, { ticket: id, note: internal('x') }, tag);
    expect(JSON.stringify(on.mutations()[0]?.json)).toContain('createTicketNote');
  });
  it('a sort that is refused is left out', async () => {
    quirk({ refusedSorts: ['getAssetActivity.createdTime', 'getTicketList.createdTime', 'getAlertList.createdTime'] });
    const events = await capabilities['device.events']?.run(user(), { device: deviceId('ACME-DC01'), limit: 50 }, tag);
    expect(events?.items.length).toBeGreaterThan(1);
    const times = events?.items.map((event) => event.at) ?? [];
    expect(times).toEqual([...times].sort().reverse());
    expect((await capabilities['ticket.search']?.run(user(), { limit: 5 }, tag))?.items).toHaveLength(5);
  });
  it('the poll of tickets needs its order: a refusal is said, never read past', async () => {
    const [poll] = superopsMsp.triggers.polls;
    const { cursor } = (await poll?.poll(user(), null)) ?? {};
    quirk({ refusedSorts: ['getTicketList.updatedTime'] });
    expect((await errorOf(poll?.poll(user(), cursor))).kind).toBe('invalid-input');
  });
  it('the list of assets is never sorted by when they were last heard of', async () => {
    const on = user();
    await capabilities['device.list']?.run(on, { limit: 10 }, tag);
    expect(JSON.stringify(on.sent)).not.toContain('sort');
  });
  it('a field that is null where none may be is left out, and the page is asked for once more', async () => {
    quirk({ brokenField: 'site' });
    const page = await capabilities['device.list']?.run(user(), { limit: 10 }, tag);
    expect(page?.items.length).toBe(10);
    expect(page?.items[0]?.site).toBeNull();
    const status = await capabilities['device.status']?.run(user(), { device: deviceId('ACME-DC01') }, tag);
    expect(status?.name).toBe('ACME-DC01');
  });
  it('what a tenant does not know is said, never answered with nothing', async () => {
    quirk({ brokenField: 'getScriptList' });
    expect(await errorOf(capabilities['script.list']?.run(user(), {}, tag))).toMatchObject({ kind: 'invalid-input' });
  });
});

it.each([true, false])('quirk 4: the last page is the last one, with hasMore null (%s) or false', async (isNull) => {
  quirk({ saysHasMoreNull: isNull });
  const ids = new Set<string>();
  let cursor: string | null = null;
  for (let page = 0; page < 20; page++) {
    const found: { items: { id: string }[]; next: string | null } | undefined = await capabilities['device.list']?.run(
      user(),
      { limit: 4, cursor },
      tag,
    );
    for (const item of found?.items ?? []) ids.add(item.id);
    cursor = found?.next ?? null;
    if (cursor === null) break;
  }
  expect(cursor).toBeNull();
  expect(ids.size).toBe(sandbox.world.state.devices.length);
});

it('quirk 5: times without a zone are UTC', async () => {
  const createdAtMs = Date.parse('2026-03-29T01:30:00.000Z');
  const { id } = openTicket({ createdAtMs });
  const { text } = await raw('query ($i: TicketIdentifierInput!) { getTicket(input: $i) { createdTime } }', {
    i: { ticketId: id },
  });
  expect(text).toContain('"createdTime":"2026-03-29T01:30:00"');
  expect((await capabilities['ticket.read']?.run(user(), { ticket: id }, tag))?.createdAt).toBe(
    '2026-03-29T01:30:00.000Z',
  );
});

it('quirk 6: a token that a newer one has ended is said in words, for reads and changes', async () => {
  const on = user();
  const { id } = openTicket();
  await superopsMsp.test(on);
  state().token = 'a-newer-token-of-the-same-user';
  const error = await errorOf(superopsMsp.test(on));
  expect(error).toMatchObject({ kind: 'unauthenticated', retryable: false });
  expect(error.message).toMatch(/newest one/);
  const input = { ticket: id, note: internal('x') };
  expect(await errorOf(capabilities['ticket.note.add']?.run(on, input, tag))).toMatchObject({ maybeApplied: false });
});

describe('texts and mails', () => {
  it('the description is the first conversation, and no note', async () => {
    const input = { client, title: 'Scanner', description: 'It <b>beeps</b> & stops.\nTwice.' };
    const made = await capabilities['ticket.create']?.run(user(), input, { tag: newTag() });
    const ticket = made?.id ?? '';
    const read = await capabilities['ticket.read']?.run(user(), { ticket }, tag);
    expect(read?.description).toContain('It <b>beeps</b> & stops.\nTwice.');
    expect((await capabilities['ticket.note.list']?.run(user(), { ticket }, tag))?.items).toEqual([]);
  });
  it.each([
    ['internal', false, 'internal', false],
    ['internal', true, 'internal', false],
    ['public', false, 'public', false],
    ['public', true, 'public', true],
  ] as const)('a note that is %s with notify %s is %s, mailed: %s', async (visibility, notify, seen, mailed) => {
    const { id, row } = openTicket({ contactId: 51 });
    const note = { visibility, notify, body: 'Restarted <it>.' };
    const written = await capabilities['ticket.note.add']?.run(user(), { ticket: id, note }, tag);
    expect(written?.visibility).toBe(seen);
    expect(notesOf(row).map((one) => [one.visibility, one.notified])).toEqual([[seen, mailed]]);
    expect(notesOf(row)[0]?.text).toContain('Restarted <it>.');
    const found = await capabilities['ticket.note.add']?.reconcile?.(
      user(),
      { ticket: id, note },
      { ...tag, notBefore: new Date(0) },
    );
    expect(found?.found).toBe(true);
  });
  it('a public note for a ticket without a requester mails nobody and is written all the same', async () => {
    const { id, row } = openTicket();
    const note = { visibility: 'public' as const, notify: true, body: 'Done.' };
    await capabilities['ticket.note.add']?.run(user(), { ticket: id, note }, tag);
    expect(notesOf(row).map((one) => [one.visibility, one.notified])).toEqual([['public', false]]);
  });
  it.each([
    [false, 0],
    [true, 1],
  ])('closing with notify %s sends %i mails; SuperOps alone would send one', async (notify, mails) => {
    const { id } = openTicket();
    const note = { visibility: 'internal' as const, notify, body: 'Done.' };
    await capabilities['ticket.resolve']?.run(user(), { ticket: id, note }, { tag: newTag() });
    expect(state().closeMails).toHaveLength(mails);
    const other = openTicket();
    await raw('mutation ($i: UpdateTicketInput!) { updateTicket(input: $i) { ticketId } }', {
      i: { ticketId: other.id, status: 'Closed' },
    });
    expect(state().closeMails).toHaveLength(mails + 1);
  });
  it('time is a worklog entry in hours; a public one is refused before anything is sent', async () => {
    const { id } = openTicket();
    const on = user();
    const startedAt = '2026-11-20T09:00:00.000Z';
    const added = await capabilities['ticket.time.add']?.run(
      on,
      { ticket: id, minutes: 45, startedAt, note: internal('Checked.') },
      tag,
    );
    expect(added?.minutes).toBe(45);
    expect(state().worklogs[0]).toMatchObject({ qty: '0.7500', billDateTime: '2026-11-20T09:00:00' });
    const note = { ...internal('x'), visibility: 'public' as const };
    const error = await errorOf(capabilities['ticket.time.add']?.run(user(), { ticket: id, minutes: 5, note }, tag));
    expect(error.kind).toBe('unsupported');
    expect(state().worklogs).toHaveLength(1);
  });
});

it('what is written inside never stands in a worklog, whose notes may go on an invoice: a private note has it', async () => {
  const { id, row } = openTicket();
  const input = { ticket: id, minutes: 15, note: internal('The password was weak.') };
  const first = { tag: newTag() };
  await capabilities['ticket.time.add']?.run(user(), input, first);
  const worklog = state().worklogs.at(-1);
  expect(worklog?.notes).not.toContain('password');
  expect(worklog?.notes).toContain(first.tag);
  const withText = () => notesOf(row).filter(({ text }) => text.includes('password'));
  expect(withText()).toMatchObject([{ visibility: 'internal' }]);
  await capabilities['ticket.time.add']?.run(user(), input, first);
  expect(withText()).toHaveLength(1);
});

describe('no idempotency: a ticket is found again by our tag', () => {
  it.each([
    ['where the reference may be searched for', true],
    ['where it may not: by subject', false],
    ['where the search ignores it', null],
    ['where the search takes it and finds nothing', 'nothing'],
  ] as const)('%s', async (_what, searchesReference) => {
    quirk({ searchesReference });
    const notBefore = new Date(Date.now() - 5_000);
    const input = { client, title: `Lost answer ${searchesReference}`, description: 'Nothing prints.' };
    const lost = { tag: newTag(), notBefore };
    openTicket({ title: input.title });
    vendor.addFault({ kind: 'drop', when: 'after', isChange: true, requests: 1 });
    expect((await errorOf(capabilities['ticket.create']?.run(user(), input, lost))).maybeApplied).toBe(true);
    const found = await capabilities['ticket.create']?.reconcile?.(user(), input, lost);
    expect(found).toMatchObject({ found: true, output: { title: input.title } });
    expect(await capabilities['ticket.create']?.reconcile?.(user(), input, { tag: newTag(), notBefore })).toEqual({
      found: false,
    });
  });
});

it('a ticket that is there without its first note is not taken for whole, and not made a second time', async () => {
  const input = { client, title: 'Half made', note: internal('for us') };
  const lost = { tag: newTag(), notBefore: new Date(Date.now() - 5_000) };
  const made = await capabilities['ticket.create']?.run(user(), { client, title: input.title }, lost);
  const error = await errorOf(capabilities['ticket.create']?.reconcile?.(user(), input, lost));
  expect([error.kind, error.message]).toEqual(['conflict', expect.stringContaining('first note is missing')]);
  await capabilities['ticket.note.add']?.run(user(), { ticket: made?.id ?? '', note: input.note }, lost);
  expect(await capabilities['ticket.create']?.reconcile?.(user(), input, lost)).toMatchObject({ found: true });
});

describe('alerts', () => {
  it('the poll tells each of a storm of alerts, and remembers a bounded number of them', async () => {
    const [, poll] = superopsMsp.triggers.polls;
    const device = sandbox.world.device('ACME-WS-014');
    if (!device) throw new Error('no device');
    const like = sandbox.world.raiseAlert(device, 'process.crash', { process: 'powershell.exe', eventId: 1000 });
    const first = await poll?.poll(user(), null);
    const { alerts } = sandbox.world.state;
    const storm = Array.from({ length: 720 }, (_, index) => ({ ...like, id: 700_000 + index, uid: `storm-${index}` }));
    const nowMs = Date.now();
    alerts.push(...storm.map((alert, index) => ({ ...alert, raisedAtMs: nowMs + 1_000 * (index + 1) })));
    const second = await poll?.poll(user(), JSON.parse(JSON.stringify(first?.cursor)));
    const told = new Set(second?.hints.map(({ id }) => id));
    const third = await poll?.poll(user(), JSON.parse(JSON.stringify(second?.cursor)));
    alerts.splice(alerts.length - storm.length, storm.length);
    expect(storm.filter(({ id }) => !told.has(vendorId('alert', id)))).toEqual([]);
    expect(third?.hints).toEqual([]);
    expect(JSON.stringify(second?.cursor).length).toBeLessThan(40_000);
  });
  it('the poll needs the newest first: a refused order is said, never read past', async () => {
    const [, poll] = superopsMsp.triggers.polls;
    quirk({ refusedSorts: ['getAlertList.createdTime'] });
    expect((await errorOf(poll?.poll(user(), null))).kind).toBe('invalid-input');
  });
  it.each([true, false, null])(
    'one alert is found, whether its id may be searched for (%s)',
    async (searchesAlertId) => {
      quirk({ searchesAlertId, knowsNotIncludes: searchesAlertId === true });
      const device = sandbox.world.device('ACME-WS-014');
      if (!device) throw new Error('no device');
      const raised = sandbox.world.raiseAlert(device, 'process.crash', { process: 'powershell.exe', eventId: 1000 });
      const id = vendorId('alert', raised.id);
      const alert = await capabilities['alert.read']?.run(user(), { alert: id }, tag);
      expect(alert).toMatchObject({ id, kind: 'process.crash', isActive: true, device: { name: 'ACME-WS-014' } });
      const listed = await capabilities['alert.list']?.run(user(), { device: deviceId('ACME-WS-014') }, tag);
      expect(listed?.items.map((one) => one.id)).toContain(id);
      const unknown = vendorId('alert', 999_999);
      expect((await errorOf(capabilities['alert.read']?.run(user(), { alert: unknown }, tag))).kind).toBe('not-found');
      await capabilities['alert.resolve']?.run(user(), { alert: id, reason: 'test' }, tag);
      expect((await capabilities['alert.list']?.run(user(), {}, tag))?.items.map((one) => one.id)).not.toContain(id);
    },
  );
});

describe('scripts: no status and no output', () => {
  const script = () => ({
    device: deviceId('ACME-WS-013'),
    script: 'restart-service',
    parameters: { service: 'WinRM' },
  });
  const start = async (on = user({ scriptCallbacks }), given = newTag()) => {
    const ref = await capabilities['script.run']?.start(on, script(), { tag: given });
    await eventually(() => sandbox.ledger.executionsByTag()[given], 'it ran');
    return { ref: ref ?? {}, tag: given };
  };

  it('the result is what the script posts', async () => {
    const { ref } = await start();
    const progress = await eventually(async () => {
      const now = await capabilities['script.run']?.poll(user({ scriptCallbacks }), ref);
      return now?.state === 'done' ? now : undefined;
    }, 'the script posts');
    expect(progress.output).toMatchObject({ outcome: 'success', exitCode: 0 });
    expect(progress.output.output).toContain('WinRM');
  });
  it.each(['action', 'arguments'] as const)(
    'without a way back the activity (%s) says that it ran, and nothing more: no success is made of that',
    async (tells) => {
      quirk({ activityTells: tells });
      const { ref } = await start(user());
      const progress = await eventually(async () => {
        const now = await capabilities['script.run']?.poll(user(), ref);
        return now?.state === 'done' ? now : undefined;
      }, 'the activity shows it');
      expect(progress.output).toMatchObject({ outcome: 'unknown', exitCode: null, output: null, startedAt: null });
    },
  );
  it('an activity that does not say which run it was is no evidence', async () => {
    quirk({ activityTells: 'name' });
    const { ref, tag: given } = await start(user());
    const device = deviceId('ACME-WS-013');
    await eventually(async () => {
      const events = await capabilities['device.events']?.run(user(), { device, limit: 20 }, tag);
      return events?.items.some((event) => event.kind === 'script.script-finished') ? true : undefined;
    }, 'the activity shows a script');
    expect((await capabilities['script.run']?.poll(user(), ref))?.state).toBe('pending');
    const query = { tag: given, notBefore: new Date(0) };
    expect(await capabilities['script.run']?.reconcile(user(), script(), query)).toEqual({ found: false });
  });
  it('with a way back, silence is waited out before the activity is believed', async () => {
    const quiet = { open: async () => ({ url: 'http://127.0.0.1:9/nobody' }), read: async () => null };
    const { ref } = await start(user({ scriptCallbacks: quiet }));
    const soon = await capabilities['script.run']?.poll(user({ scriptCallbacks: quiet }), ref);
    expect(soon?.state).toBe('pending');
    const now = () => new Date(Date.now() + 3_600_000);
    const end = await eventually(async () => {
      const late = await capabilities['script.run']?.poll(user({ scriptCallbacks: quiet, now }), ref);
      return late?.state === 'done' ? late.output : undefined;
    }, 'the activity is believed');
    expect(end.outcome).toBe('unknown');
  });
});

it('a search is narrowed by what SuperOps can filter, and the rest is compared here', async () => {
  const page = await capabilities['ticket.search']?.run(
    user(),
    { client, text: 'powershell', isClosed: true, limit: 50 },
    tag,
  );
  expect(page?.items.length).toBeGreaterThan(0);
  for (const ticket of page?.items ?? []) {
    expect(ticket.title.toLowerCase()).toContain('powershell');
    expect([ticket.client?.id, ticket.isClosed]).toEqual([client, true]);
  }
  const updatedAtMs = Date.now() + 7_200_000;
  const { id } = openTicket({ updatedAtMs });
  const updatedSince = new Date(updatedAtMs - 60_000).toISOString();
  const recent = await capabilities['ticket.search']?.run(user(), { updatedSince, limit: 100 }, tag);
  expect(recent?.items.map((ticket) => ticket.id)).toEqual([id]);
  const error = await errorOf(capabilities['ticket.search']?.run(user(), { externalKey: 'x', limit: 5 }, tag));
  expect(error.kind).toBe('unsupported');
});
