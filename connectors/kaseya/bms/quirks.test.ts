// What is peculiar to Kaseya BMS, in the order of the vendor fact sheet.

import { beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { addTicketNote } from './capabilities/add-ticket-note.ts';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { assignTicket } from './capabilities/assign-ticket.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { listTicketNote } from './capabilities/list-ticket-note.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { searchTicket } from './capabilities/search-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { kaseyaBms } from './connector.ts';
import { freshTicket, startBmsBed } from './testing/bms-bed.ts';
import { checkWebhook, registerWebhook } from './triggers/register-webhook.ts';

const bed = startBmsBed();
let tag = { tag: '' };
let tests = 0;
beforeEach(() => {
  tag = { tag: `mspclaw:0197c3de-0000-7000-8000-000000000004:fix[${tests++}].note:1` };
});
const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
const world = () => bed.sandbox.world;
const fresh = () => freshTicket(world());
const lastNote = () => world().state.notes.at(-1);
const query = () => ({ tag: tag.tag, notBefore: new Date(world().nowMs() - 60_000) });

describe('the quirks of Kaseya BMS', () => {
  it('quirk 1: a refusal comes with HTTP 200, and names with or without a capital', async () => {
    const ticket = fresh();
    const refused = await errorOf(readTicket.run(bed.context(), { ticket: '999999' }, tag));
    expect(refused).toMatchObject({ kind: 'not-found', status: 200, maybeApplied: false });
    bed.quirk({ refusesByStatus: true });
    expect(await errorOf(readTicket.run(bed.context(), { ticket: '999999' }, tag))).toMatchObject({
      kind: 'not-found',
      status: 404,
    });
    bed.quirk({ refusesByStatus: false, writesCamelCase: true });
    expect(await readTicket.run(bed.context(), { ticket }, tag)).toMatchObject({
      id: ticket,
      title: 'Printer down',
      isClosed: false,
    });
    expect((await errorOf(readTicket.run(bed.context(), { ticket: '999999' }, tag))).kind).toBe('not-found');
    const note = await addTicketNote.run(bed.context(), { ticket, note: internal('x') }, tag);
    expect(note.visibility).toBe('internal');
  });

  it.each([
    ['Too many requests, slow down.', 'rate-limited'],
    ['You do not have permission to do this.', 'forbidden'],
    ['The access token has expired.', 'unauthenticated'],
    ['Title is too long.', 'invalid-input'],
  ])('a refusal of a change that says "%s" is %s, and nothing was changed', async (Message, kind) => {
    const context = bed.context();
    await kaseyaBms.test(context);
    const ticket = fresh();
    const honest = context.send;
    context.send = (request) =>
      request.mutates
        ? Promise.resolve({ status: 200, headers: {}, text: '', json: { Success: false, Error: { Code: 0, Message } } })
        : honest(request);
    const error = await errorOf(addTicketNote.run(context, { ticket, note: internal('x') }, tag));
    expect(error).toMatchObject({ kind, maybeApplied: false });
    expect(error.message).toContain(Message);
  });

  it('quirk 2: nine fields make a ticket; what nobody says is looked up, and what cannot be is named', async () => {
    const created = await createTicket.run(bed.context(), { client: '12', title: 'Disk <full>' }, tag);
    const sent = bed.lastSent('POST', '/servicedesk/tickets');
    expect(sent).toMatchObject({
      AccountId: 12,
      LocationId: 32,
      TypeId: 1,
      SourceId: 3,
      StatusId: 1,
      PriorityId: 3,
      Title: 'Disk <full>',
    });
    expect(sent).toMatchObject({
      Details: expect.stringContaining('&lt;full&gt;'),
      OpenDate: expect.stringMatching(/Z$/),
    });
    expect(created).toMatchObject({ externalKey: tag.tag, description: 'Disk <full>', priority: 'medium' });

    const without = (settings: object) =>
      errorOf(createTicket.run(bed.context({ settings: { ...settings } }), { client: '12', title: 'x' }, tag));
    expect((await without({ ticketType: null })).message).toMatch(/"Ticket type for new tickets"/);
    expect((await without({ ticketSource: null })).message).toMatch(/"Source for new tickets"/);
    bed.quirk({ hidesMainLocation: true });
    expect((await without({})).message).toMatch(/location for every ticket, and none of account 12 is the main one/);
    const { warnings } = await kaseyaBms.test(bed.context({ settings: { ticketType: null, ticketSource: null } }));
    expect(warnings.join()).toMatch(/In use: 1 \(Incident\).*In use: 3/);
  });

  it('quirk 3: sign-in is multipart, JSON is refused with 415', async () => {
    const context = bed.context();
    await kaseyaBms.test(context);
    expect(context.sent[0]?.multipart?.map(({ name }) => name)).toEqual([
      'GrantType',
      'UserName',
      'Password',
      'Tenant',
    ]);
    const asJson = await fetch(`${bed.vendor.origin}/v2/security/authenticate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ GrantType: 'password', Tenant: 'MSP Demo' }),
    });
    expect(asJson.status).toBe(415);
  });

  it('quirk 4: the company name counts letter by letter, and is sent as it was typed', async () => {
    for (const tenant of ['msp demo', 'MSP  Demo', ' MSP Demo']) {
      const error = await errorOf(kaseyaBms.test(bed.context({ settings: { tenant } })));
      expect(error.kind, tenant).toBe('unauthenticated');
      expect(error.message).toMatch(/company name.*capitals and spaces/);
    }
  });

  it('quirk 5: a change has the content type of JSON Patch', async () => {
    const ticket = fresh();
    await updateTicket.run(bed.context(), { ticket, priority: 'low' }, tag);
    const patch = bed.vendor.exchanges.find(({ method }) => method === 'PATCH');
    expect(patch?.requestHeaders['content-type']).toBe('application/json-patch+json');
    expect(bed.lastSent('PATCH', ticket)).toEqual([{ op: 'replace', path: '/PriorityId', value: 4 }]);
  });

  it('quirk 6: the stack trace is never shown, and a webhook is written with PayloadURL and read with PayloadUrl', async () => {
    const error = await errorOf(readTicket.run(bed.context(), { ticket: '999999' }, tag));
    expect(`${error.message} ${JSON.stringify(error.detail)}`).not.toMatch(/Controllers/);
    const url = 'http://127.0.0.1:9/hook';
    await registerWebhook(bed.context(), url);
    await registerWebhook(bed.context(), url);
    expect(bed.state.webhooks).toMatchObject([
      { PayloadUrl: url, IsEnabled: true, SendAllEvents: true, Events: [1, 2, 3] },
    ]);
    expect(await checkWebhook(bed.context(), url)).toEqual({ isActive: true });
    for (const row of bed.state.webhooks) row.IsEnabled = false;
    expect(await checkWebhook(bed.context(), url)).toMatchObject({ isActive: false });
    expect(await checkWebhook(bed.context(), `${url}/other`)).toMatchObject({ isActive: false });
  });

  it('quirk 7: times without a zone are read as UTC', async () => {
    const ticket = fresh();
    const zoned = await readTicket.run(bed.context(), { ticket }, tag);
    bed.quirk({ hidesZone: true });
    expect(await readTicket.run(bed.context(), { ticket }, tag)).toEqual(zoned);
    await kaseyaBms.test(bed.context());
  });
});

describe('signing in', () => {
  it('a token that has ended is refreshed with both tokens, and a refresh token that is gone costs one sign-in', async () => {
    const context = bed.context();
    await kaseyaBms.test(context);
    const signIns = () =>
      context.sent.filter(({ url }) => url.includes('/security/')).map(({ url }) => url.split('/').at(-1));
    for (const held of Object.values(bed.state.access)) held.expiresAtMs = 0;
    await readTicket.run(context, { ticket: '5001' }, tag);
    expect(signIns().filter((name) => name !== 'userinfo')).toEqual(['authenticate', 'refreshtoken']);
    for (const held of Object.values(bed.state.access)) held.expiresAtMs = 0;
    bed.state.refresh = {};
    await readTicket.run(context, { ticket: '5001' }, tag);
    expect(signIns().filter((name) => name !== 'userinfo')).toEqual([
      'authenticate',
      'refreshtoken',
      'refreshtoken',
      'authenticate',
    ]);
  });

  it('a second factor is named, with the way round it', async () => {
    bed.quirk({ wantsMfa: true });
    expect((await errorOf(kaseyaBms.test(bed.context()))).message).toMatch(/second factor. Use an API employee/);
  });
});

describe('notes', () => {
  it('assigning writes a note that is internal and mails nobody; who has the ticket already is not assigned again', async () => {
    const ticket = fresh();
    expect((await assignTicket.run(bed.context(), { ticket, member: 'Marta Reyes' }, tag)).assignee?.id).toBe('24');
    expect(bed.lastSent('POST', '/assignticket')).toMatchObject({ IsInternal: true, AssigneeId: 24, StatusId: 1 });
    expect(lastNote()).toMatchObject({ visibility: 'internal', notified: false });
    const again = bed.context();
    await assignTicket.run(again, { ticket, member: '24' }, tag);
    expect(again.mutations()).toEqual([]);
  });

  it('say whether they are internal, and name who gets mail only when asked', async () => {
    const ticket = fresh();
    for (const note of [
      internal('a'),
      { ...internal('b'), notify: true },
      { visibility: 'public' as const, body: 'c', notify: false },
    ]) {
      await addTicketNote.run(bed.context(), { ticket, note }, tag);
      expect([lastNote()?.visibility, lastNote()?.notified]).toEqual([note.visibility, false]);
    }
    await addTicketNote.run(bed.context(), { ticket, note: { visibility: 'public', body: 'd', notify: true } }, tag);
    expect(bed.lastSent('POST', '/notes')).toMatchObject({
      IsInternal: false,
      EmailNotification: { ContactIds: '51' },
    });
    const lonely = String(world().addTicket({ title: 'Disk', clientId: 11 }, 'tlind').id);
    const error = await errorOf(
      addTicketNote.run(
        bed.context(),
        { ticket: lonely, note: { visibility: 'public', body: 'e', notify: true } },
        tag,
      ),
    );
    expect([error.kind, error.maybeApplied]).toEqual(['invalid-input', false]);
  });

  it('have a type: the one that is set, else of a template, else of the ticket, else a person must say', async () => {
    const ticket = fresh();
    const add = (noteType: string | null) =>
      addTicketNote.run(bed.context({ settings: { noteType } }), { ticket, note: internal('x') }, tag);
    await add('9');
    expect(bed.lastSent('POST', '/notes')).toMatchObject({ TypeId: 9 });
    await add(null);
    expect(bed.lastSent('POST', '/notes')).toMatchObject({ TypeId: 4 });
    bed.quirk({ hasNoteTemplates: false });
    await add(null);
    const other = fresh();
    const error = await errorOf(addTicketNote.run(bed.context(), { ticket: other, note: internal('x') }, tag));
    expect([error.kind, error.maybeApplied]).toEqual(['invalid-input', false]);
    expect(error.message).toMatch(/Set "Type of notes"/);
  });

  it('text that looks like markup stays text, there and back', async () => {
    const ticket = fresh();
    const body = 'if a < b && c > d:\n<script>alert("1")</script>';
    await addTicketNote.run(bed.context(), { ticket, note: internal(body) }, tag);
    const { items } = await listTicketNote.run(bed.context(), { ticket }, tag);
    expect(items.map(({ text }) => text)).toEqual([`${body}\n\nRef ${tag.tag}`]);
  });
});

describe('what is found again', () => {
  it('a ticket by its key, but only one that we made ourselves', async () => {
    const ticket = fresh();
    bed.state.details[ticket] = `<p>Help!</p><p>Ref ${tag.tag}</p>`;
    expect((await readTicket.run(bed.context(), { ticket }, tag)).externalKey).toBeNull();
    expect(await createTicket.reconcile?.(bed.context(), { client: '11', title: 'Printer down' }, query())).toEqual({
      found: false,
    });
    const created = await createTicket.run(bed.context(), { client: '11', title: 'Disk' }, tag);
    expect(await createTicket.reconcile?.(bed.context(), { client: '11', title: 'Disk' }, query())).toMatchObject({
      found: true,
      output: { id: created.id, externalKey: tag.tag },
    });
    const { items } = await searchTicket.run(bed.context(), { externalKey: tag.tag, limit: 100 }, tag);
    expect(items.map(({ id }) => id)).toEqual([created.id]);
  });

  it('a ticket whose note was refused is gone on with: one ticket, one note', async () => {
    const input = { client: '11', title: 'Disk full again', note: internal('Found by the monitor.') };
    bed.vendor.addFault({ kind: 'status', status: 503, method: 'POST', path: '/notes', requests: 1 });
    const error = await errorOf(createTicket.run(bed.context(), input, tag));
    expect([error.maybeApplied, error.message]).toEqual([
      true,
      expect.stringMatching(/was created, but its first note was not/),
    ]);
    expect(await createTicket.reconcile?.(bed.context(), input, query())).toEqual({ found: false });
    const again = await createTicket.run(bed.context(), input, { tag: tag.tag.replace(/:1$/, ':2') });
    expect(
      world()
        .state.tickets.filter(({ title }) => title === input.title)
        .map(({ id }) => String(id)),
    ).toEqual([again.id]);
    expect(lastNote()).toMatchObject({ ticketId: Number(again.id), visibility: 'internal' });
  });

  it('a resolution whose status was held back says that the note is there', async () => {
    const ticket = fresh();
    bed.quirk({ holdsStatus: true });
    const error = await errorOf(resolveTicket.run(bed.context(), { ticket, note: internal('Done.') }, tag));
    expect(error).toMatchObject({ kind: 'bad-answer', maybeApplied: true });
    bed.quirk({ holdsStatus: false });
    const second = { tag: tag.tag.replace(/:1$/, ':2') };
    expect((await resolveTicket.run(bed.context(), { ticket, note: internal('Done.') }, second)).isClosed).toBe(true);
    expect(world().state.notes.filter(({ ticketId }) => String(ticketId) === ticket)).toHaveLength(1);
    expect(
      await resolveTicket.reconcile?.(bed.context(), { ticket, note: internal('Done.') }, { ...query(), ...second }),
    ).toMatchObject({
      found: true,
    });
  });
});

it.each([
  ['2026-11-20T23:50:00.000Z', 25, '23:34:00', '23:59:00'],
  ['2026-11-20T09:00:00.000Z', 25, '09:00:00', '09:25:00'],
  ['2026-11-20T09:00:00.000Z', 1_440, '00:00:00', '23:59:00'],
])('time from %s for %i minutes stays on its day', async (startedAt, minutes, StartTime, EndTime) => {
  const added = await addTicketTime.run(
    bed.context(),
    { ticket: fresh(), minutes, startedAt, note: internal('x') },
    tag,
  );
  expect(added.minutes).toBe(minutes);
  expect(bed.lastSent('POST', '/timelogs')).toMatchObject({
    StartDate: '2026-11-20',
    StartTime,
    EndTime,
    WorkTypeId: 1,
    RoleId: 1,
  });
  expect(lastNote()).toMatchObject({ minutes, visibility: 'internal' });
});
