// Webhook and poll: what a tenant makes of a body does not matter, and nothing is missed.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { bodyOf, startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { freshTicket, startHaloBed } from '../testing/halo-bed.ts';
import { pollTickets } from './poll-tickets.ts';
import { ticketChanged } from './ticket-changed.ts';

const bed = startHaloBed();
const on = () => bed.context();
const url = 'http://127.0.0.1:9/api/ingest/c1/first';

describe('the webhook', () => {
  it('is registered with Basic credentials and its events, twice makes no second one', async () => {
    await ticketChanged.register?.(on(), url);
    await ticketChanged.register?.(on(), url);
    expect(bed.state.webhooks).toMatchObject([
      {
        url,
        authentication_type: 1,
        basic_username: 'mspclaw',
        active: true,
        disabled: false,
        events: [{ eventno: 3 }, {}, {}, {}],
      },
    ]);
    expect(await ticketChanged.check?.(on(), url)).toEqual({ isActive: true });
    // a new secret in the address of this connection
    await ticketChanged.register?.(on(), url.replace('/first', '/second'));
    expect(bed.state.webhooks.map((row) => row.url)).toEqual([url.replace('/first', '/second')]);
  });

  it('of another installation at the same Halo is left alone', async () => {
    const theirs = 'https://other.example/api/ingest/c1/first';
    await ticketChanged.register?.(on(), theirs);
    await ticketChanged.register?.(on(), url);
    expect(bed.state.webhooks.map((row) => row.url)).toEqual(expect.arrayContaining([theirs, url]));
  });

  it('that Halo has disabled is noticed, and registering again switches it on', async () => {
    expect(await ticketChanged.check?.(on(), url)).toMatchObject({ isActive: false });
    await ticketChanged.register?.(on(), url);
    for (const row of bed.state.webhooks) row.disabled = true;
    expect(await ticketChanged.check?.(on(), url)).toMatchObject({
      isActive: false,
      why: expect.stringMatching(/disabled/),
    });
    await ticketChanged.register?.(on(), url);
    expect(await ticketChanged.check?.(on(), url)).toEqual({ isActive: true });
  });

  it('without the events that were asked for is named, not taken for registered', async () => {
    bed.quirk({ keepsEvents: false });
    const error = await errorOf(ticketChanged.register?.(on(), url));
    expect(error.message).toMatch(/without the events "New Ticket Logged"/);
  });

  it('events that come several at once are all heard', async () => {
    bed.quirk({ batchesWebhooks: true });
    const receiver = await startWebhookReceiver();
    await ticketChanged.register?.(on(), receiver.url);
    const ticket = freshTicket(bed.sandbox.world);
    const delivery = await eventually(() => receiver.caught[0], 'the batch');
    await receiver.close();
    const hint = { entity: 'ticket', id: ticket, change: 'created', deviceId: null, at: null };
    expect(ticketChanged.parse(bodyOf(delivery))).toEqual([hint, hint]);
  });

  it.each([
    ['the ticket itself', { id: 7, summary: 'x', status_id: 1 }],
    ['around the ticket', { event: 'x', ticket: { id: 7 } }],
    ['another case', { Event: 'x', Ticket: { Id: '7' } }],
    ['an action', { action: { id: 1, ticket_id: 7 } }],
    ['a number only', { ticket_id: '7' }],
  ])('finds the number in %s', (_what, body) => {
    expect(ticketChanged.parse(body).map(({ id }) => id)).toEqual(['7']);
  });
});

describe('the poll', () => {
  it('begins at the newest ticket, and tells each change once it has settled', async () => {
    const first = await pollTickets.poll(on(), null);
    expect(first.hints).toEqual([]);
    const ticket = freshTicket(bed.sandbox.world);
    const second = await pollTickets.poll(on(), first.cursor);
    expect(second.hints).toContainEqual(expect.objectContaining({ id: ticket, change: 'created' }));
  });

  it('goes on over many pages, and forgets nothing in between', async () => {
    const first = await pollTickets.poll(on(), null);
    const made = new Set(Array.from({ length: 620 }, () => freshTicket(bed.sandbox.world)));
    let { cursor } = first;
    let rounds = 0;
    for (let more = true; more; rounds++) {
      const next = await pollTickets.poll(on(), JSON.parse(JSON.stringify(cursor)));
      for (const { id } of next.hints) made.delete(id);
      ({ cursor, more } = next);
    }
    expect([made.size, rounds]).toEqual([0, 2]);
  });
});
