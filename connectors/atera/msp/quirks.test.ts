// What Atera does otherwise than one would think, each with its number in the list of API.md, then its other traps.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { bodyOf } from '#connectors/sdk/testing/webhook-receiver.ts';
import { ateraMsp } from './connector.ts';
import type { AteraQuirks } from './sandbox/atera-state.ts';
import {
  capabilities,
  device,
  internal,
  nextAutomation,
  notesOf,
  openTicket,
  quirk,
  sandbox,
  startQuirkyAtera,
  state,
  user,
  vendor,
} from './testing/atera-bed.ts';

startQuirkyAtera();
const tag = { tag: 'mspclaw:0197c3de-0000-7000-8000-000000000004:fix.note:1' };

it('quirk 1: a 401 has no body and is the same for wrong and expired: both are named', async () => {
  for (const apiToken of ['an-old-key-that-is-wrong-0001', `${state().token}x`]) {
    const on = user();
    on.secrets.apiToken = apiToken;
    const error = await errorOf(ateraMsp.test(on));
    expect(error).toMatchObject({ kind: 'unauthenticated', status: 401, retryable: false });
    expect(error.message).toMatch(/wrong and for an expired one/);
    expect(error.message).not.toContain(apiToken);
  }
});

describe('quirk 2: two generations of tokens, told apart by their length', () => {
  it('the old key goes into X-API-KEY, the new token is a bearer; both work', async () => {
    const on = user();
    on.secrets.apiToken = state().key;
    await ateraMsp.test(on);
    expect(on.sent[0]?.headers).toEqual({ 'X-API-KEY': state().key });
    const other = user();
    await ateraMsp.test(other);
    expect(other.sent[0]?.headers).toEqual({ authorization: `Bearer ${state().token}` });
  });
  it('a token with Read only reads, and is told what it lacks', async () => {
    const on = user();
    on.secrets.apiToken = state().readOnlyToken;
    expect((await ateraMsp.test(on)).summary).toMatch(/15 agents/);
    const input = { ticket: String(openTicket().id), note: internal('x') };
    const error = await errorOf(capabilities['ticket.note.add']?.run(on, input, tag));
    expect(error).toMatchObject({ kind: 'forbidden', maybeApplied: false });
    expect(error.message).toMatch(/Read or Write for that domain/);
  });
});

describe('quirk 3: a change is answered with a bare id', () => {
  it('the record is read back', async () => {
    const made = await capabilities['ticket.create']?.run(user(), { client: '11', title: 'Scanner' }, tag);
    expect(made).toMatchObject({ title: 'Scanner', client: { id: '11', name: 'Acme Manufacturing' } });
  });
  it('what cannot be read back has happened all the same', async () => {
    const ticket = openTicket();
    const on = user();
    const honest = on.send;
    let isChanged = false;
    on.send = async (request) => {
      if (isChanged) vendor.addFault({ kind: 'status', status: 503, requests: 1 });
      isChanged ||= request.mutates;
      return honest(request);
    };
    const error = await errorOf(
      capabilities['ticket.update']?.run(on, { ticket: String(ticket.id), title: 'New' }, tag),
    );
    expect(error).toMatchObject({ kind: 'unavailable', maybeApplied: true });
    expect(error.message).toMatch(/was changed, but could not be read again/);
    expect(ticket.title).toBe('New');
  });
});

describe('quirk 4: comments have no ids', () => {
  it('time, author and words make one, the same on every reading', async () => {
    const ticket = String(openTicket().id);
    for (const body of ['First.', 'Second.']) {
      await capabilities['ticket.note.add']?.run(user(), { ticket, note: internal(body) }, { tag: newTag() });
    }
    const read = async () => (await capabilities['ticket.note.list']?.run(user(), { ticket }, tag))?.items ?? [];
    const ids = (await read()).map((note) => note.id);
    expect(new Set(ids).size).toBe(2);
    expect((await read()).map((note) => note.id)).toEqual(ids);
  });
  it('the same words by the same person in the same second are one note', async () => {
    const ticket = openTicket();
    for (let time = 0; time < 2; time++) {
      const note = { visibility: 'internal' as const, text: 'Twice.', createdAtMs: 1_780_000_000_000 };
      sandbox.world.addNote(ticket, note, 'mreyes');
    }
    const listed = await capabilities['ticket.note.list']?.run(user(), { ticket: String(ticket.id) }, tag);
    expect(listed?.items.map((note) => note.text)).toEqual(['Twice.']);
  });
  it.each([false, true])('a comment is found again by our tag, as text or as HTML only (%s)', async (hasOnlyHtml) => {
    quirk({ hasOnlyHtml });
    const input = { ticket: String(openTicket().id), note: internal('Line one.\nLine <two>.') };
    const lost = { tag: newTag(), notBefore: new Date(0) };
    vendor.addFault({ kind: 'drop', when: 'after', isChange: true, requests: 1 });
    expect((await errorOf(capabilities['ticket.note.add']?.run(user(), input, lost))).maybeApplied).toBe(true);
    const found = await capabilities['ticket.note.add']?.reconcile?.(user(), input, lost);
    expect(found).toMatchObject({ found: true, output: { visibility: 'internal' } });
    expect(found?.found && found.output.text).toContain('Line one.\nLine ‹two>.');
  });
});

describe('quirk 5: no lists of statuses and technicians', () => {
  it('statuses are the shipped ones and those that tickets have', async () => {
    const names = async () => (await capabilities['status.list']?.run(user(), {}, tag))?.items.map(({ name }) => name);
    const escalated = openTicket({ statusId: 104 });
    expect(await names()).toEqual(expect.arrayContaining(['Open', 'Pending', 'Resolved', 'Closed', 'Escalated']));
    const ticket = String(openTicket().id);
    const updated = await capabilities['ticket.update']?.run(user(), { ticket, status: 'escalated' }, tag);
    expect(updated?.status.name).toBe('Escalated');
    expect(escalated.statusId).toBe(104);
    const error = await errorOf(capabilities['ticket.update']?.run(user(), { ticket, status: 'Frozen' }, tag));
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toContain('"Escalated"');
  });
  it('our own words go to what a person mapped', async () => {
    const mapping = {
      statuses: [{ stage: 'waiting-customer' as const, board: null, status: 'Pending' }],
      priorities: [],
      categories: [],
    };
    const ticket = String(openTicket().id);
    const updated = await capabilities['ticket.update']?.run(
      user({ mapping }),
      { ticket, status: 'waiting-customer' },
      tag,
    );
    expect(updated?.status.name).toBe('Pending');
  });
  it('technicians are those whom recent tickets name; none is said, not answered with nothing', async () => {
    const members = await capabilities['member.list']?.run(user(), { limit: 100 }, tag);
    expect(members?.items.map(({ handle }) => handle)).toContain('mreyes@msp.example');
    const ticket = String(openTicket().id);
    const byMail = await capabilities['ticket.assign']?.run(user(), { ticket, member: 'kivanov@msp.example' }, tag);
    expect(byMail?.assignee?.name).toBe('Kira Ivanov');
    const { tickets } = sandbox.world.state;
    sandbox.world.state.tickets = [];
    expect((await errorOf(capabilities['member.list']?.run(user(), { limit: 5 }, tag))).kind).toBe('unsupported');
    sandbox.world.state.tickets = tickets;
  });
});

describe('quirk 6: a note needs a technician, and a public one is mailed', () => {
  it('the technician of the connection stands behind every note', async () => {
    const ticket = openTicket();
    const on = user();
    await capabilities['ticket.note.add']?.run(on, { ticket: String(ticket.id), note: internal('x') }, tag);
    expect(on.mutations()[0]?.json).toMatchObject({
      TechnicianCommentDetails: { TechnicianEmail: 'mspclaw@msp.example', IsInternal: true },
    });
    on.settings.technicianEmail = 'nobody@msp.example';
    const error = await errorOf(
      capabilities['ticket.note.add']?.run(on, { ticket: String(ticket.id), note: internal('y') }, tag),
    );
    expect(error).toMatchObject({ kind: 'invalid-input', maybeApplied: false });
  });
  it.each([
    ['internal', false, [['internal', false]]],
    ['internal', true, [['internal', false]]],
    ['public', true, [['public', true]]],
  ] as const)('%s with notify %s', async (visibility, notify, expected) => {
    const ticket = openTicket();
    const note = { visibility, notify, body: 'Restarted it.' };
    await capabilities['ticket.note.add']?.run(user(), { ticket: String(ticket.id), note }, tag);
    expect(notesOf(ticket).map((one) => [one.visibility, one.notified])).toEqual(expected);
  });
  it('a public note that may mail nobody is refused before anything is sent, also as the first one', async () => {
    const ticket = openTicket();
    const note = { visibility: 'public' as const, notify: false, body: 'x' };
    for (const attempt of [
      (on: ReturnType<typeof user>) =>
        capabilities['ticket.note.add']?.run(on, { ticket: String(ticket.id), note }, tag),
      (on: ReturnType<typeof user>) => capabilities['ticket.create']?.run(on, { client: '11', title: 'x', note }, tag),
      (on: ReturnType<typeof user>) =>
        capabilities['ticket.resolve']?.run(on, { ticket: String(ticket.id), note }, tag),
    ]) {
      const on = user();
      expect(await errorOf(attempt(on))).toMatchObject({ kind: 'unsupported', maybeApplied: false });
      expect(on.mutations()).toEqual([]);
    }
  });
});

it.each([true, false])('quirk 7: times are UTC, with "Z" (%s) or without', async (timesHaveZone) => {
  quirk({ timesHaveZone });
  const createdAtMs = Date.parse('2026-03-29T01:30:00.000Z');
  const ticket = String(openTicket({ createdAtMs }).id);
  expect((await capabilities['ticket.read']?.run(user(), { ticket }, tag))?.createdAt).toBe('2026-03-29T01:30:00.000Z');
  const status = await capabilities['device.status']?.run(user(), { device: '205' }, tag);
  expect(status?.lastBootAt).toBe(new Date(device('ACME-WS-014').lastBootAtMs).toISOString());
});

describe('what the API cannot do is said', () => {
  it.each(['script.run', 'script.list', 'command.run', 'device.events', 'board.list'] as const)('%s', (name) => {
    expect(capabilities[name]).toBeUndefined();
    expect(ateraMsp.cannot[name]).toMatch(/Atera/);
  });
});

describe('pages', () => {
  it('the next page is asked for by number: the link is plain http and forgets the filter', async () => {
    const on = user();
    const ids = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; next: string | null } | undefined = await capabilities['device.list']?.run(
        on,
        { client: '11', limit: 2, cursor },
        tag,
      );
      for (const { id } of page?.items ?? []) ids.add(id);
      cursor = page?.next ?? null;
    } while (cursor !== null);
    expect(ids.size).toBe(6);
    for (const { url } of on.sent) expect(url.startsWith(`${vendor.origin}/api/v3/agents/customer/11?`)).toBe(true);
  });
  it('never more than 50 rows are asked for', async () => {
    const on = user();
    await capabilities['ticket.search']?.run(on, { limit: 1_000 }, tag);
    expect(on.sent[0]?.url).toContain('itemsInPage=50');
  });
});

describe('no search', () => {
  it('text is compared here, further on when a page has no hit', async () => {
    const page = await capabilities['ticket.search']?.run(user(), { text: 'POWERSHELL', client: '11', limit: 5 }, tag);
    expect(page?.items.length).toBeGreaterThan(0);
    for (const ticket of page?.items ?? []) {
      expect(`${ticket.title} ${ticket.description}`.toLowerCase()).toContain('powershell');
      expect(ticket.client?.id).toBe('11');
    }
    const error = await errorOf(capabilities['ticket.search']?.run(user(), { externalKey: 'x', limit: 5 }, tag));
    expect(error.kind).toBe('unsupported');
  });
  it('what changed since is asked for', async () => {
    const updatedSince = new Date(Date.now() - 1_000).toISOString();
    const ticket = openTicket();
    const on = user();
    const page = await capabilities['ticket.search']?.run(on, { updatedSince, limit: 50 }, tag);
    expect(page?.items.map(({ id }) => id)).toContain(String(ticket.id));
    expect(on.sent[0]?.url).toContain('/tickets/lastmodified?date=');
  });
});

describe('a ticket belongs to a person', () => {
  it('named, or the one the customer has marked', async () => {
    const made = await capabilities['ticket.create']?.run(user(), { client: '11', title: 'a' }, { tag: newTag() });
    expect(made?.contact?.id).toBe('51');
    const named = await capabilities['ticket.create']?.run(
      user(),
      { client: '11', title: 'b', contact: '52' },
      { tag: newTag() },
    );
    expect(named?.contact?.id).toBe('52');
  });
  it('nobody: said before anything is sent', async () => {
    const on = user();
    const error = await errorOf(capabilities['ticket.create']?.run(on, { client: '999', title: 'x' }, tag));
    expect(error.kind).toBe('invalid-input');
    expect(on.mutations()).toEqual([]);
  });
  it.each([null, 10])(
    'a lost one is found again by our tag, the first comment cut in lists at %s',
    async (cutsFirstComment) => {
      quirk({ cutsFirstComment });
      const input = { client: '11', title: 'Lost answer', description: 'Nothing prints.' };
      const lost = { tag: newTag(), notBefore: new Date(Date.now() - 5_000) };
      openTicket({ title: input.title });
      vendor.addFault({ kind: 'drop', when: 'after', isChange: true, requests: 1 });
      expect((await errorOf(capabilities['ticket.create']?.run(user(), input, lost))).maybeApplied).toBe(true);
      const found = await capabilities['ticket.create']?.reconcile?.(user(), input, lost);
      expect(found).toMatchObject({ found: true, output: { title: 'Lost answer' } });
    },
  );
  it('one that is there without its first note is not taken for whole, and not made a second time', async () => {
    const input = { client: '11', title: 'Half made', note: internal('for us') };
    const lost = { tag: newTag(), notBefore: new Date(Date.now() - 5_000) };
    const made = await capabilities['ticket.create']?.run(user(), { client: '11', title: input.title }, lost);
    const error = await errorOf(capabilities['ticket.create']?.reconcile?.(user(), input, lost));
    expect([error.kind, error.message]).toEqual(['conflict', expect.stringContaining('first note is missing')]);
    await capabilities['ticket.note.add']?.run(user(), { ticket: made?.id ?? '', note: input.note }, lost);
    expect(await capabilities['ticket.create']?.reconcile?.(user(), input, lost)).toMatchObject({ found: true });
  });
  it('a person of another customer is refused: the ticket would be the other customer’s', async () => {
    const stranger = sandbox.world.state.contacts.find((contact) => contact.clientId !== 11);
    const on = user();
    const input = { client: '11', title: 'x', contact: String(stranger?.id) };
    const error = await errorOf(capabilities['ticket.create']?.run(on, input, { tag: newTag() }));
    expect([error.kind, on.mutations()]).toEqual(['invalid-input', []]);
  });
});

it('what is written inside never stands in work hours, which may be invoiced: an internal comment has it', async () => {
  const ticket = openTicket();
  const input = { ticket: String(ticket.id), minutes: 15, note: internal('The password was weak.') };
  const first = { tag: newTag() };
  const on = user();
  await capabilities['ticket.time.add']?.run(on, input, first);
  const hours = JSON.stringify(on.mutations().find(({ url }) => url.endsWith('/workhours'))?.json);
  expect(hours).not.toContain('password');
  expect(hours).toContain(first.tag);
  const withText = () => notesOf(ticket).filter(({ text }) => text.includes('password'));
  expect(withText()).toMatchObject([{ visibility: 'internal', notified: false }]);
  await capabilities['ticket.time.add']?.run(user(), input, first);
  expect(withText()).toHaveLength(1);
});

describe('ticket automations: no signature, nothing documented', () => {
  it.each<AteraQuirks['webhookBody']>(['flat', 'nested', 'text-id'])(
    'a ticket’s id is found in a %s body',
    async (webhookBody) => {
      quirk({ webhookBody });
      let id = '';
      const caught = await nextAutomation({ vendor }, () => {
        id = String(openTicket().id);
      });
      expect(ateraMsp.triggers.webhook?.parse(bodyOf(caught))).toMatchObject([{ entity: 'ticket', id }]);
    },
  );
});

describe('changes', () => {
  const [poll] = ateraMsp.triggers.polls;
  it('a ticket is told once for each visible change, although Atera does not say when it was', async () => {
    const first = await poll?.poll(user(), null);
    const ticket = openTicket();
    const second = await poll?.poll(user(), first?.cursor);
    expect(second?.hints.filter(({ id }) => id === String(ticket.id))).toMatchObject([{ change: 'created' }]);
    const third = await poll?.poll(user(), second?.cursor);
    expect(third?.hints).toEqual([]);
    sandbox.world.updateTicket(ticket, { priority: 'critical' }, 'tlind');
    const fourth = await poll?.poll(user(), third?.cursor);
    expect(fourth?.hints).toMatchObject([{ id: String(ticket.id), change: 'updated' }]);
  });
});

describe('devices', () => {
  it.each([1, 1_024, 1_048_576, 1_073_741_824])(
    'disk sizes are understood in units of %i bytes',
    async (diskUnitBytes) => {
      quirk({ diskUnitBytes });
      const [disk] = device('ACME-DC01').disks;
      const status = await capabilities['device.status']?.run(user(), { device: '206' }, tag);
      const totalGb = (disk?.totalBytes ?? 0) / 1e9;
      expect(status?.systemDrive?.name).toBe('C:');
      expect(Math.abs((status?.systemDrive?.totalGb ?? 0) - totalGb)).toBeLessThan(0.2);
      expect(status).toMatchObject({ role: 'server', patches: { failed: 3 }, services: null, online: true });
    },
  );
  it('an alert that is resolved already is resolved', async () => {
    const alert = String(sandbox.world.raiseAlert(device('NORTH-WS-002'), 'disk.space').id);
    expect(await capabilities['alert.read']?.run(user(), { alert }, tag)).toMatchObject({
      kind: 'disk.space',
      isActive: true,
    });
    for (let time = 0; time < 2; time++) {
      const resolved = await capabilities['alert.resolve']?.run(user(), { alert, reason: 'test' }, tag);
      expect(resolved).toEqual({ alert, isActive: false });
    }
    const unknown = errorOf(capabilities['alert.resolve']?.run(user(), { alert: '999999', reason: 'test' }, tag));
    expect((await unknown).kind).toBe('not-found');
  });
});
