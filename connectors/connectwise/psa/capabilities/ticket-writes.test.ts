// What a change of a ticket sends, what it must never do, and how a lost answer is found again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, type PsaHarness, startPsaHarness } from '../testing/psa-harness.ts';
import { changeTicket } from '../tickets.ts';
import { addTicketNote } from './add-ticket-note.ts';
import { assignTicket } from './assign-ticket.ts';
import { createTicket } from './create-ticket.ts';
import { listStatus } from './list-status.ts';
import { listTicketNote } from './list-ticket-note.ts';
import { readTicket } from './read-ticket.ts';
import { resolveTicket } from './resolve-ticket.ts';
import { updateTicket } from './update-ticket.ts';

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

describe('a PATCH', () => {
  it('quirk 1: sends whole reference objects, and no e-mail', async () => {
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

  it("quirk 4: are looked up on the ticket's own board", async () => {
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
    // as the engine does it: each attempt has a tag of its own
    const second = { tag: tag.tag.replace(/:1$/, ':2') };
    expect((await resolveTicket.run(psa.context(), input, second)).isClosed).toBe(true);
    expect(psa.world.state.notes.filter((note) => note.ticketId === Number(id))).toHaveLength(1);
    expect(await resolveTicket.reconcile?.(psa.context(), input, { ...query, ...second })).toMatchObject({
      found: true,
    });
    const otherStep = { ...query, tag: 'mspclaw:run-1:other:1' };
    expect(await resolveTicket.reconcile?.(psa.context(), input, otherStep)).toEqual({ found: false });
  });

  it('refuses a status that does not close, before it writes anything', async () => {
    const { id } = await open();
    const before = writes().length;
    const input = { ticket: id, note: internal('Done.'), status: 'In Progress' };
    expect((await errorOf(resolveTicket.run(psa.context(), input, tag))).message).toMatch(/does not close tickets/);
    expect(writes()).toHaveLength(before);
  });
});
