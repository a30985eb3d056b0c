// What every product of the family does: webhooks with a key that is shown once, and a poll beside them.

import { describe, expect, it } from 'vitest';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { startWebhookReceiver, type WebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { signatureHeader } from '../triggers/notification-webhook.ts';
import type { RestV3Bed } from './rest-v3-bed.ts';

const none = { tag: '' };
const url = 'https://mspclaw.example/hooks/1';

export function testNews(bed: RestV3Bed): void {
  const { connector } = bed.product;
  const { capabilities } = connector;
  const webhook = connector.triggers.webhook;
  const [poll] = connector.triggers.polls;
  if (!webhook || !poll) throw new Error('no news');

  const withReceiver = async (use: (receiver: WebhookReceiver) => Promise<void>) => {
    const receiver = await startWebhookReceiver();
    try {
      await use(receiver);
    } finally {
      await receiver.close();
    }
  };
  const register = async (address: string) => {
    const { secrets } = (await webhook.register?.(bed.context(), address)) ?? {};
    return bed.context({ secrets: { ...secrets } });
  };
  const raise = () => bed.sandbox.world.raiseAlert(bed.device('ACME-WS-011'), 'process.crash');

  describe('a webhook', () => {
    it('is made with all priorities and for everybody, and its key, shown once, is given back', async () => {
      const on = bed.context();
      const { secrets } = (await webhook.register?.(on, url)) ?? {};
      expect(secrets?.webhookSecret).toBe(bed.state.webhooks[0]?.SecretKey);
      expect(on.mutations().map(({ json }) => json)).toEqual([
        expect.objectContaining({
          Url: url,
          Priorities: ['Low', 'Normal', 'Elevated', 'Critical'],
          OrganizationIds: null,
          Language: 'en',
        }),
      ]);
    });
    it('is registered again with a new key instead of a second webhook, also when the first answer was lost', async () => {
      bed.vendor.addFault({ kind: 'drop', when: 'after', isChange: true, requests: 1 });
      expect((await errorOf(webhook.register?.(bed.context(), url))).maybeApplied).toBe(true);
      bed.vendor.clearFaults();
      const before = bed.state.webhooks[0]?.SecretKey;
      const { secrets } = (await register(url)) ?? {};
      expect(bed.state.webhooks.length).toBe(1);
      expect(secrets.webhookSecret).toBe(bed.state.webhooks[0]?.SecretKey);
      expect(secrets.webhookSecret).not.toBe(before);
    });
    it.each([false, true])('that a person narrowed is told, and widened again (PATCH: %s)', async (updatesByPatch) => {
      bed.quirk({ updatesByPatch });
      const on = await register(url);
      expect(await webhook.check?.(on, url)).toEqual({ isActive: true });
      const [hook] = bed.state.webhooks;
      if (!hook) throw new Error('no hook');
      Object.assign(hook, { Priorities: ['Critical'], OrganizationIds: [11], Language: 'de' });
      expect(await webhook.check?.(on, url)).toEqual({
        isActive: false,
        why: 'The webhook leaves out notifications of priority Low, Normal, Elevated.',
      });
      const again = await register(url);
      expect(await webhook.check?.(again, url)).toEqual({ isActive: true });
      expect(bed.state.webhooks[0]).toMatchObject({ OrganizationIds: null, Language: 'en' });
    });
    it('that is gone, or whose key is not known here, is told', async () => {
      expect(await webhook.check?.(bed.context(), url)).toMatchObject({ isActive: false });
      await register(url);
      expect(await webhook.check?.(bed.context(), url)).toEqual({
        isActive: false,
        why: expect.stringContaining('secret key'),
      });
    });
    it.each([false, true])('is proved by its signature, whatever the key is made of (bytes: %s)', (signsWithBytes) =>
      withReceiver(async (receiver) => {
        bed.quirk({ signsWithBytes });
        const on = await register(receiver.url);
        const alert = raise();
        const { headers, body } = await eventually(() => receiver.caught[0], 'it is told');
        expect(await webhook.verify(on, { headers, body })).toEqual({ ok: true });
        const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
        expect(webhook.parse(parsed)).toEqual([
          {
            entity: 'alert',
            id: String(alert.id),
            change: 'created',
            deviceId: bed.device('ACME-WS-011').uid,
            at: new Date(Math.floor(alert.raisedAtMs / 1_000) * 1_000).toISOString(),
          },
        ]);
        // the signature has no time in it: the same notification twice is one
        expect(webhook.dedupeKey(parsed)).toBe(String(alert.id));
        // over the bytes as they came: the same JSON written otherwise does not fit
        const rewritten = new TextEncoder().encode(JSON.stringify(parsed, null, 1));
        expect((await webhook.verify(on, { headers, body: rewritten })).ok).toBe(false);
        expect((await webhook.verify(bed.context(), { headers, body })).ok).toBe(false);
        const { [signatureHeader]: _signature, ...without } = headers;
        expect((await webhook.verify(on, { headers: without, body })).ok).toBe(false);
      }),
    );
  });

  describe('the poll', () => {
    const start = async () => {
      let { cursor } = await poll.poll(bed.context(), null);
      return {
        next: async (on = bed.context()) => {
          const answer = await poll.poll(on, JSON.parse(JSON.stringify(cursor)));
          cursor = answer.cursor;
          return answer.hints.map((hint) => `${hint.change} ${hint.id}`);
        },
      };
    };
    it('begins with the last hour by the vendor’s clock: whether older ones still hold is not known', async () => {
      const old = raise();
      old.raisedAtMs -= 3_700_000;
      const recent = raise();
      const now = () => new Date(Date.now() + 86_400_000);
      const { hints } = await poll.poll(bed.context({}, { now }), null);
      const told = hints.map(({ id }) => id);
      expect(told).toContain(String(recent.id));
      expect(told).not.toContain(String(old.id));
    });
    it('tells what comes, once, and what somebody dismissed', async () => {
      const old = raise();
      const { next } = await start();
      expect(await next()).toEqual([]);
      const alert = raise();
      expect(await next()).toEqual([`created ${alert.id}`]);
      expect(await next()).toEqual([]);
      bed.state.dismissed.push(alert.id, old.id);
      expect((await next()).sort()).toEqual([`deleted ${alert.id}`, `deleted ${old.id}`].sort());
      expect(await next()).toEqual([]);
    });
    it('loses nothing in a flood, and remembers no more than it must', async () => {
      const { next } = await start();
      const raised = Array.from({ length: 420 }, () => `created ${raise().id}`);
      expect(await next()).toEqual(raised);
      const on = bed.context();
      expect(await next(on)).toEqual([]);
      expect(on.sent.length).toBeLessThanOrEqual(5);
      expect(await next()).toEqual([]);
      bed.sandbox.world.state.alerts.splice(-420);
    });
    it('reads times in seconds and in words', async () => {
      for (const hasIsoTimes of [false, true]) {
        const { cursor } = await poll.poll(bed.context(), null);
        bed.quirk({ hasIsoTimes });
        const alert = raise();
        const { hints } = await poll.poll(bed.context(), cursor);
        expect(hints[0]?.at).toBe(new Date(Math.floor(alert.raisedAtMs / 1_000) * 1_000).toISOString());
      }
    });
  });

  describe('an alert', () => {
    it.each(Object.entries(stories))('%s is understood by its words alone', async (_name, story) => {
      const device = bed.device(story.device);
      const alert = bed.sandbox.world.raiseAlert(device, story.kind, { ...story.data });
      const read = await capabilities['alert.read']?.run(bed.context(), { alert: String(alert.id) }, none);
      expect(read).toMatchObject({
        kind: story.kind,
        device: { id: device.uid, name: device.name },
        client: { id: String(device.clientId) },
        data: Object.fromEntries(Object.entries(story.data).filter(([name]) => name !== 'thresholdPercent')),
      });
    });
    it('in the list of one device has that device; the list of all does not say which', async () => {
      const alert = raise();
      const device = bed.device('ACME-WS-011');
      const one = await capabilities['alert.list']?.run(bed.context(), { device: device.uid }, none);
      expect(one?.items.find(({ id }) => id === String(alert.id))?.device).toEqual({
        id: device.uid,
        name: device.name,
      });
      const every = await capabilities['alert.list']?.run(bed.context(), {}, none);
      expect(every?.items.find(({ id }) => id === String(alert.id))?.device).toBeNull();
    });
    it('outlives its device', async () => {
      const alert = raise();
      bed.vendor.addFault({ kind: 'status', status: 404, path: '/devices/' });
      const read = await capabilities['alert.read']?.run(bed.context(), { alert: String(alert.id) }, none);
      expect(read).toMatchObject({ device: { id: bed.device('ACME-WS-011').uid, name: null }, client: null });
    });
    it('that is dismissed twice is dismissed, and is found no more', async () => {
      const alert = String(raise().id);
      const input = { alert, reason: 'test' };
      for (let twice = 0; twice < 2; twice++) {
        expect(await capabilities['alert.resolve']?.run(bed.context(), input, none)).toEqual({
          alert,
          isActive: false,
        });
      }
      expect((await errorOf(capabilities['alert.read']?.run(bed.context(), { alert }, none))).kind).toBe('not-found');
    });
  });
}
