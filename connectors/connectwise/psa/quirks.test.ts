// Peculiarities of ConnectWise PSA that are about what is never sent.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addTicketTime } from './capabilities/add-ticket-time.ts';
import { createTicket } from './capabilities/create-ticket.ts';
import { readTicket } from './capabilities/read-ticket.ts';
import { resolveTicket } from './capabilities/resolve-ticket.ts';
import { updateTicket } from './capabilities/update-ticket.ts';
import { connectwisePsa } from './connector.ts';
import { errorOf, type PsaHarness, startPsaHarness } from './testing/psa-harness.ts';

let psa: PsaHarness;
beforeEach(async () => {
  psa = await startPsaHarness();
});
afterEach(() => psa.close());

const tag = { tag: 'mspclaw:run-1:fix:1' };
const note = (visibility: 'internal' | 'public') => ({ visibility, body: 'Looked at it.', notify: false });
const sentBodies = () => psa.sent.map((request) => JSON.stringify(request.json ?? null)).join('\n');

async function useEverything(): Promise<void> {
  const context = psa.context();
  await connectwisePsa.test(context);
  const ticket = await createTicket.run(
    context,
    { client: '11', title: 'Printer', board: '1', category: 'Hardware' },
    tag,
  );
  await updateTicket.run(context, { ticket: ticket.id, status: 'In Progress', category: 'Software' }, tag);
  await addTicketTime.run(context, { ticket: ticket.id, minutes: 15, note: note('internal') }, tag);
  await resolveTicket.run(context, { ticket: ticket.id, note: note('internal') }, tag);
}

describe('ConnectWise PSA', () => {
  it('quirk 2: custom fields, which must be sent whole, are never sent at all', async () => {
    await useEverything();
    expect(sentBodies()).not.toContain('customFields');
  });

  it('quirk 3: nothing is ever replaced whole: no PUT leaves', async () => {
    await useEverything();
    expect(psa.sent.filter((request) => request.method === 'PUT')).toEqual([]);
  });

  it('quirk 7: a ticket that was deleted is not there, and that is what is said', async () => {
    await psa.call('/v4_6_release/apis/3.0/service/tickets/5001', { method: 'DELETE' });
    const error = await errorOf(readTicket.run(psa.context(), { ticket: '5001' }, tag));
    expect(error).toMatchObject({ kind: 'not-found' });
  });

  it('quirk 9: the test of a connection does not ask for /system/myAccount, which some servers lack', async () => {
    await useEverything();
    expect(psa.sent.filter((request) => request.url.includes('myAccount'))).toEqual([]);
  });
});

describe('time', () => {
  it('with an internal note stays out of the discussion, and mails nobody', async () => {
    await addTicketTime.run(psa.context(), { ticket: '5001', minutes: 30, note: note('internal') }, tag);
    expect(psa.sent.at(-1)?.json).toMatchObject({
      internalNotes: expect.stringContaining('Looked at it.'),
      addToDetailDescriptionFlag: false,
      addToResolutionFlag: false,
      emailContactFlag: false,
      emailResourceFlag: false,
      emailCcFlag: false,
    });
    expect(psa.sent.at(-1)?.json).not.toHaveProperty('notes');
    expect(psa.world.state.notes.at(-1)).toMatchObject({ visibility: 'internal', minutes: 30, notified: false });
  });
});

describe('our words', () => {
  const mapping = {
    statuses: [{ stage: 'waiting-customer' as const, board: '1', status: '103' }],
    priorities: [{ priority: 'critical' as const, id: '4' }],
    categories: [{ category: 'hardware.printer', board: '1', id: '' }],
  };

  it('go by the mapping of the connection, before any guess by name', async () => {
    const context = { ...psa.context(), mapping };
    const wanted = psa.world.state.statuses.find((status) => status.id === 103);
    const ticket = await createTicket.run(
      context,
      { client: '11', title: 'Mail', board: '1', priority: 'critical' },
      tag,
    );
    expect(psa.world.state.tickets.at(-1)?.priority).toBe('low');
    const updated = await updateTicket.run(context, { ticket: ticket.id, status: 'waiting-customer' }, tag);
    expect(updated.status).toEqual({ id: '103', name: wanted?.name });
  });

  it('without a mapping a stage is no status: the refusal lists what there is', async () => {
    const error = await errorOf(updateTicket.run(psa.context(), { ticket: '5001', status: 'waiting-customer' }, tag));
    expect(error).toMatchObject({ kind: 'invalid-input', message: expect.stringContaining('In Progress') });
  });
});

describe('a callback', () => {
  const url = 'https://mspclaw.example/api/ingest/1/secret';

  it('that ConnectWise switched off is noticed, with the reason', async () => {
    const { webhook } = connectwisePsa.triggers;
    const check = () => webhook?.check?.(psa.context(), url);
    expect(await check()).toEqual({ isActive: false, why: 'The callback is not registered.' });
    await webhook?.register?.(psa.context(), url);
    expect(await check()).toEqual({ isActive: true });
    for (const callback of psa.state.callbacks) callback.inactiveFlag = true;
    expect(await check()).toEqual({ isActive: false, why: 'ConnectWise switched the callback off after failures.' });
  });
});
