// The webhook of Autotask: registered, signed, switched off and on.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { bodyOf, startWebhookReceiver, type WebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { autotaskPsa } from '../connector.ts';
import { apiHandle } from '../sandbox/autotask-state.ts';
import {
  capabilities,
  context,
  internal,
  newTag,
  openTicket,
  sandbox,
  startAutotask,
  state,
} from '../testing/autotask-bed.ts';

startAutotask();
const { webhook } = autotaskPsa.triggers;
if (!webhook) throw new Error('no webhook');
const utf8 = new TextEncoder();

async function registered(use: (receiver: WebhookReceiver) => Promise<void>): Promise<void> {
  const receiver = await startWebhookReceiver();
  try {
    await webhook?.register?.(context(), receiver.url);
    await use(receiver);
  } finally {
    await receiver.close();
  }
}

describe('webhook', () => {
  it('is registered with fields one after the other, without our own changes, and again without harm', () =>
    registered(async (receiver) => {
      const on = context();
      await webhook.register?.(on, receiver.url);
      expect(state().webhooks).toHaveLength(1);
      expect(state().webhookFields.length).toBeGreaterThan(3);
      expect(state().excludedResources).toEqual([expect.objectContaining({ resourceID: 90 })]);
      expect(on.mutations().map((one) => one.method)).toEqual(['PATCH']);
      const ticket = openTicket();
      await capabilities['ticket.note.add']?.run(context(), { ticket, note: internal('ours') }, newTag());
      await eventually(() => receiver.caught[0], 'the ticket of a person is told');
      openTicket('second');
      await eventually(() => receiver.caught[1], 'the next one too');
      // the note in between was our own
      expect(receiver.caught.map((one) => (bodyOf(one) as { Action: string }).Action)).toEqual(['Create', 'Create']);
      expect(apiHandle).toBe('autotask-api');
    }));
  it('is signed over the bytes as they came: the same JSON written again does not fit', () =>
    registered(async (receiver) => {
      openTicket(`Umlaut ä & <tag> 'quote' "double" + \`tick\` \\ end`);
      const delivery = await eventually(() => receiver.caught[0], 'the ticket is told');
      expect(new TextDecoder().decode(delivery.body)).toContain('\\u0026');
      expect(await webhook.verify(context(), delivery)).toEqual({ ok: true });
      const again = { ...delivery, body: utf8.encode(JSON.stringify(bodyOf(delivery))) };
      expect((await webhook.verify(context(), again)).ok).toBe(false);
      expect(webhook.parse(bodyOf(delivery))).toEqual([
        expect.objectContaining({ entity: 'ticket', change: 'created', deviceId: null }),
      ]);
    }));
  it('agrees with the published form of the signature', async () => {
    const body = utf8.encode('{"Action":"Update","EntityType":"Ticket","Id":351182}');
    const mac = createHmac('sha1', 'sandbox-webhook-secret-0123456789abcdef').update(body).digest('base64');
    const headers = { 'x-hook-signature': `sha1=${mac}` };
    expect(await webhook.verify(context(), { headers, body })).toEqual({ ok: true });
    expect((await webhook.verify(context(), { headers: { 'x-hook-signature': mac }, body })).ok).toBe(false);
  });
  it('"Deactivated" is acknowledged unsigned and has no effect; check tells, register repairs', () =>
    registered(async (receiver) => {
      expect(await webhook.check?.(context(), receiver.url)).toEqual({ isActive: true });
      receiver.answers.push(...Array.from({ length: 20 }, () => 500));
      openTicket();
      openTicket();
      const notice = await eventually(
        () => receiver.caught.find((one) => (bodyOf(one) as { Action: string }).Action === 'Deactivated'),
        'Autotask says that it gave up',
      );
      expect(notice.headers['x-hook-signature']).toBeUndefined();
      expect(await webhook.verify(context(), notice)).toEqual({ ok: true });
      expect(webhook.parse(bodyOf(notice))).toEqual([]);
      expect(webhook.dedupeKey(bodyOf(notice))).toBe('deactivated');
      expect(await webhook.check?.(context(), receiver.url)).toMatchObject({
        isActive: false,
        why: /switched the webhook off/,
      });
      await webhook.register?.(context(), receiver.url);
      expect(await webhook.check?.(context(), receiver.url)).toEqual({ isActive: true });
    }));
  it.each([
    ['another action', { Action: 'Update', EntityType: 'Ticket', Id: 5001 }],
    ['a large body', { Action: 'Deactivated', filler: 'x'.repeat(5_000) }],
    ['no action', { EntityType: 'Ticket', Id: 5001 }],
  ])('nothing else comes in without a signature: %s', async (_what, body) => {
    const delivery = { headers: {}, body: utf8.encode(JSON.stringify(body)) };
    expect((await webhook.verify(context(), delivery)).ok).toBe(false);
  });
  it('a forged notice with a ticket in it hints at nothing, and however many differ, they are one', () => {
    const forged = { Action: 'Deactivated', EntityType: 'Ticket', Id: 5001, Guid: 'a', SequenceNumber: 1 };
    expect(webhook.parse(forged)).toEqual([]);
    expect(webhook.dedupeKey(forged)).toBe(webhook.dedupeKey({ ...forged, Guid: 'b' }));
  });
  it('check says when there is none, and when it has no field', async () => {
    expect(await webhook.check?.(context(), 'https://mspclaw.example/hook')).toMatchObject({ isActive: false });
    await registered(async (receiver) => {
      state().webhookFields = [];
      expect(await webhook.check?.(context(), receiver.url)).toMatchObject({ isActive: false, why: /not ready/ });
    });
  });
  it.each([
    ['Account', 'Update'],
    ['TicketNote', 'Create'],
    ['Ticket', 'Whatever'],
  ])('%s %s hints at nothing', (EntityType, Action) => {
    expect(webhook.parse({ Action, EntityType, Id: 1 })).toEqual([]);
  });
});

describe('poll', () => {
  it('tells each change once over overlapping windows, and goes on after a restart', async () => {
    const [poll] = autotaskPsa.triggers.polls;
    if (!poll) throw new Error('no poll');
    let { cursor } = await poll.poll(context(), null);
    const next = async () => {
      const answer = await poll.poll(context(), JSON.parse(JSON.stringify(cursor)));
      cursor = answer.cursor;
      // what other tests did within the last moments is told again, on purpose
      return answer.hints.filter((hint) => hint.id === ticket).map((hint) => hint.change);
    };
    const ticket = openTicket();
    const row = sandbox.world.state.tickets.find((one) => String(one.id) === ticket);
    if (!row) throw new Error('no ticket');
    // long enough ago that no other change can have the same time
    row.createdAtMs -= 30_000;
    row.updatedAtMs = row.createdAtMs;
    expect(await next()).toEqual(['created']);
    expect(await next()).toEqual([]);
    row.updatedAtMs += 10_000;
    expect(await next()).toEqual(['updated']);
    expect(await next()).toEqual([]);
  });
  it('a ticket that a workflow rule changed right after it was made is told as new', async () => {
    const [poll] = autotaskPsa.triggers.polls;
    const first = await poll?.poll(context(), null);
    const ticket = openTicket();
    const row = sandbox.world.state.tickets.find((one) => String(one.id) === ticket);
    if (!row) throw new Error('no ticket');
    row.createdAtMs -= 30_000;
    row.updatedAtMs = row.createdAtMs + 3_000;
    const second = await poll?.poll(context(), first?.cursor);
    expect(second?.hints.find(({ id }) => id === ticket)?.change).toBe('created');
  });
  it('reads a window to its end, however many tickets changed', async () => {
    const [poll] = autotaskPsa.triggers.polls;
    let { cursor } = (await poll?.poll(context(), null)) ?? {};
    const ids = new Set(Array.from({ length: 1_100 }, (_, index) => openTicket(`Ticket ${index}`)));
    const told = new Set<string>();
    for (let more = true; more; ) {
      const answer = await poll?.poll(context(), cursor);
      for (const hint of answer?.hints ?? []) told.add(hint.id);
      cursor = answer?.cursor;
      more = answer?.more ?? false;
    }
    expect([...ids].filter((id) => !told.has(id))).toEqual([]);
  });
});
