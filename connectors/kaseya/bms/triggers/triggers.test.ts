// Webhook and poll: a signature that is there must fit, and nothing is missed.
import { describe, expect, it } from 'vitest';
import { bodyOf } from '#connectors/sdk/testing/webhook-receiver.ts';
import { freshTicket, startBmsBed } from '../testing/bms-bed.ts';
import { nextDelivery } from '../testing/next-delivery.ts';
import { pollTickets } from './poll-tickets.ts';
import { ticketChanged } from './ticket-changed.ts';

const bed = startBmsBed();

describe('the webhook', () => {
  it.each(['hex', 'base64', 'prefixed'] as const)('a signature as %s lets the body in, and no other', async (how) => {
    const { headers, body } = await nextDelivery(bed, how);
    expect(Object.keys(headers).some((name) => name.includes('signature'))).toBe(true);
    expect(await ticketChanged.verify(bed.context(), { headers, body })).toEqual({ ok: true });
    const changed = new Uint8Array([...body, 32]);
    expect((await ticketChanged.verify(bed.context(), { headers, body: changed })).ok).toBe(false);
    const other = bed.context({ secrets: { webhookSecret: 'another-webhook-secret-0a1b2c3d' } });
    expect((await ticketChanged.verify(other, { headers, body })).ok).toBe(false);
  });

  it('without a signature its address is what proves it, and it is still only a hint', async () => {
    const { headers, body } = await nextDelivery(bed, null);
    expect(Object.keys(headers).filter((name) => name.includes('signature'))).toEqual([]);
    expect(await ticketChanged.verify(bed.context(), { headers, body })).toEqual({ ok: true });
    expect(ticketChanged.parse(bodyOf({ body }))).toMatchObject([{ entity: 'ticket', change: 'created' }]);
  });

  it.each([
    ['the ticket itself', { Id: 7, TicketNumber: 'T-7' }],
    ['around the ticket', { event: 'Ticket Updated', ticket: { id: 7 } }],
    ['a number only', { ticketId: '7' }],
    ['several', [{ Data: { TicketId: 7 } }]],
  ])('finds the number in %s', (_what, body) => {
    expect(ticketChanged.parse(body).map(({ id }) => id)).toEqual(['7']);
  });

  it('of this connection is written over, that of another installation at the same BMS is left alone', async () => {
    const theirs = 'https://other.example/api/ingest/c1/first';
    const ours = (secret: string) => `http://127.0.0.1:9/api/ingest/c1/${secret}`;
    for (const url of [theirs, ours('first'), ours('second'), ours('second')])
      await ticketChanged.register?.(bed.context(), url);
    expect(await ticketChanged.check?.(bed.context(), theirs)).toEqual({ isActive: true });
    expect(await ticketChanged.check?.(bed.context(), ours('second'))).toEqual({ isActive: true });
    expect(bed.state.webhooks).toHaveLength(2);
  });

  it('reads JSON and forms', () => {
    expect(ticketChanged.decode?.('{"TicketId":7}')).toEqual({ TicketId: 7 });
    expect(ticketChanged.decode?.(`payload=${encodeURIComponent('{"TicketId":7}')}`)).toEqual({ TicketId: 7 });
    expect(() => ticketChanged.decode?.('hello')).toThrow(/neither JSON nor a form/);
  });
});

describe('the poll', () => {
  it('goes on over many pages, and forgets nothing in between', async () => {
    const first = await pollTickets.poll(bed.context(), null);
    expect(first.hints).toEqual([]);
    const made = new Set(Array.from({ length: 620 }, () => freshTicket(bed.sandbox.world)));
    let { cursor } = first;
    let rounds = 0;
    for (let more = true; more; rounds++) {
      const next = await pollTickets.poll(bed.context(), JSON.parse(JSON.stringify(cursor)));
      for (const { id } of next.hints) made.delete(id);
      ({ cursor, more } = next);
    }
    expect([made.size, rounds]).toEqual([0, 2]);
  });
});
