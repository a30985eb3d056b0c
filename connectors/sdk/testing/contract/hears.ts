// The connector contract: webhooks and polls.
import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../errors.ts';
import { ticketSchema } from '../../nouns.ts';
import { eventually } from '../eventually.ts';
import { testContext } from '../test-context.ts';
import { type ContractBed, tagOf } from './contract-bed.ts';

export function hearsOfChanges(bed: ContractBed): void {
  const { connector, context, subject } = bed;

  describe('hears', () => {
    const { webhook } = subject;
    const trigger = connector.triggers.webhook;
    it('has a sandbox delivery for its webhook, when it has one', () => {
      expect(webhook !== undefined).toBe(trigger !== undefined);
    });
    describe.skipIf(!webhook || !trigger)('webhook', () => {
      const genuine = async () => {
        if (!webhook || !trigger) throw new Error('unreachable');
        const delivery = await webhook.delivery(bed.running);
        const headers = Object.fromEntries(
          Object.entries(delivery.headers).map(([name, value]) => [name.toLowerCase(), value]),
        );
        return { webhook, trigger, headers, body: delivery.body };
      };
      const on = () => testContext(connector, bed.running.connection);

      it('lets a genuine delivery in and reads its hint', async () => {
        const { trigger, headers, body } = await genuine();
        expect(await trigger.verify(on(), { headers, body })).toEqual({ ok: true });
        const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
        expect(trigger.parse(parsed).length).toBeGreaterThan(0);
        expect(trigger.dedupeKey(parsed)).toBe(trigger.dedupeKey(structuredClone(parsed)));
      });
      it('keeps out a delivery without its proof, with a wrong one, and with another body under a signature', async () => {
        const { webhook, trigger, headers, body } = await genuine();
        // where the address is all there is, a proof that is there must fit all the same
        const isAddressOnly = trigger.proof === 'address';
        expect(webhook.proofHeaders.length > 0 || isAddressOnly).toBe(true);
        for (const name of webhook.proofHeaders) {
          const { [name]: proof = '', ...without } = headers;
          for (const bad of [
            undefined,
            '',
            'x',
            `${proof}x`,
            proof.slice(0, -1),
            proof.toUpperCase() === proof ? proof.toLowerCase() : proof.toUpperCase(),
          ]) {
            if (bad === undefined && isAddressOnly) continue;
            const given = bad === undefined ? without : { ...without, [name]: bad };
            expect((await trigger.verify(on(), { headers: given, body })).ok, `${name}=${bad}`).toBe(false);
          }
        }
        const changed = new Uint8Array([...body.slice(0, -1), 32, ...body.slice(-1)]);
        if (webhook.signsBody) expect((await trigger.verify(on(), { headers, body: changed })).ok).toBe(false);
      });
      it('never breaks on what strangers send', async () => {
        const { trigger } = await genuine();
        const bodies: unknown[] = [
          null,
          0,
          '',
          [],
          {},
          { id: {} },
          { id: '1' },
          { ID: -1 },
          { Action: 7 },
          [[[]]],
          { __proto__: null },
        ];
        let refused = 0;
        for (const body of bodies) {
          trigger.dedupeKey(body);
          try {
            trigger.parse(body);
          } catch (error) {
            expect(error).toBeInstanceOf(ConnectorError);
            expect((error as ConnectorError).kind).toBe('invalid-input');
            refused++;
          }
        }
        expect(refused).toBeGreaterThan(bodies.length / 2);
        const verdict = await trigger.verify(on(), { headers: {}, body: new Uint8Array([255, 0, 123]) });
        expect(verdict.ok).toBe(trigger.proof === 'address');
      });
    });
    it.each(connector.triggers.polls.map((poll) => [poll.name, poll] as const))(
      'poll %s tells what changed after its cursor',
      async (_name, poll) => {
        const first = await poll.poll(context(), null);
        await subject.change?.(bed.running);
        let cursor: unknown = first.cursor;
        const hints = await eventually(async () => {
          const next = await poll.poll(context(), JSON.parse(JSON.stringify(cursor)));
          cursor = next.cursor;
          return next.hints.length > 0 ? next.hints : undefined;
        }, `poll ${poll.name} notices`);
        expect(hints[0]?.id.length).toBeGreaterThan(0);
      },
    );

    const tickets = connector.triggers.polls.find(({ name }) => name === 'tickets');
    // playbooks start with what is new, and a vendor's own rules change a ticket before anybody polls
    it.skipIf(!tickets)('a ticket that changed right after it was made is told as new', async () => {
      if (!tickets) return;
      const title = `Changed by a rule ${Date.now()}`;
      const first = await tickets.poll(context(), null);
      const made = bed.running.sandbox.world.addTicket({ title, clientId: 11, contactId: 51 }, 'tlind');
      const nowMs = Date.now();
      Object.assign(made, { createdAtMs: nowMs - 20_000, updatedAtMs: nowMs - 12_000 });
      let cursor: unknown = first.cursor;
      const change = await eventually(async () => {
        const next = await tickets.poll(context(), JSON.parse(JSON.stringify(cursor)));
        cursor = next.cursor;
        for (const hint of next.hints) {
          const ticket = await bed.direct('ticket.read')?.run(context(), { ticket: hint.id }, { tag: tagOf('new') });
          if (ticketSchema.safeParse(ticket).data?.title === title) return hint.change;
        }
        return undefined;
      }, 'the poll tells of the ticket');
      expect(change).toBe('created');
    });
  });
}
