// The webhook that a customer wrote, and the poll beside it.
import { describe, expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { dattoRmm } from '../connector.ts';
import { context, device, sandbox, startDatto, state, webhookSecret } from '../testing/datto-bed.ts';
import { alertChanged, secretHeader } from './alert-changed.ts';

startDatto();
const utf8 = new TextEncoder();
const verify = (body: string, headers: Record<string, string> = {}) =>
  alertChanged.verify(context(), { headers, body: utf8.encode(body) });
const decoded = (text: string) => alertChanged.decode?.(text);
const uid = '0d1f7f3a-0000-4000-8000-000000000007';

describe('webhook', () => {
  it('our own two bodies are sent, proved by the secret in them, and say what happened', async () => {
    const receiver = await startWebhookReceiver();
    try {
      const { steps } = alertChanged.setup({ url: receiver.url, secrets: context().secrets });
      const bodies = steps.flatMap((step) => /(\{.*\})/.exec(step)?.[1] ?? []);
      expect(bodies.map((body) => JSON.parse(body))).toHaveLength(2);
      state().webhook = { url: receiver.url, headers: {}, raised: bodies[0] ?? '', resolved: bodies[1] ?? '' };
      const alert = sandbox.world.raiseAlert(device('ACME-WS-011'), 'process.crash');
      sandbox.world.clearAlert(alert, 'test');
      await eventually(() => receiver.caught[1], 'both are told');
      const hints = [];
      for (const delivery of receiver.caught) {
        expect(await alertChanged.verify(context(), delivery)).toEqual({ ok: true });
        hints.push(...alertChanged.parse(decoded(new TextDecoder().decode(delivery.body))));
      }
      expect(hints.map((hint) => [hint.entity, hint.id, hint.change])).toEqual([
        ['alert', alert.uid, 'created'],
        ['alert', alert.uid, 'cleared'],
      ]);
    } finally {
      await receiver.close();
    }
  });
  it('a quote in a message breaks the JSON, and nothing else', async () => {
    const receiver = await startWebhookReceiver();
    try {
      state().webhook = {
        url: receiver.url,
        headers: { [secretHeader]: webhookSecret },
        raised:
          '{"alertUID":"[alert_uid]","alertMessage":"[alert_message]","site":"[sitename]","platform":"[platform]"}',
        resolved: '{}',
      };
      const alert = sandbox.world.raiseAlert(device('ACME-WS-010'), 'process.crash', { process: '"quoted".exe' });
      const { headers, body } = await eventually(() => receiver.caught[0], 'the alert is told');
      const text = new TextDecoder().decode(body);
      expect(() => JSON.parse(text)).toThrow();
      expect(await alertChanged.verify(context(), { headers, body })).toEqual({ ok: true });
      expect(alertChanged.parse(decoded(text))).toEqual([
        expect.objectContaining({ id: alert.uid, change: 'created' }),
      ]);
    } finally {
      await receiver.close();
    }
  });
  it('what is kept of a delivery holds no secret and nothing that a device said', () => {
    const text = `{"mspclawSecret":"${webhookSecret}","alertUid":"${uid}","event":"raised","alertMessage":"say \\"hi\\""}`;
    expect(decoded(text)).toEqual({ alertUid: uid, event: 'raised' });
  });
  it.each([
    ['no secret', `{"alertUid":"${uid}"}`, {}],
    ['another secret in the body', `{"mspclawSecret":"${'x'.repeat(32)}","alertUid":"${uid}"}`, {}],
    [
      'another secret in the header',
      `{"mspclawSecret":"${webhookSecret}","alertUid":"${uid}"}`,
      { [secretHeader]: 'x' },
    ],
    ['a secret that is only part of a text', `{"alertMessage":"mspclawSecret ${webhookSecret}"}`, {}],
    ['a prefix', `{"mspclawSecret":"${webhookSecret.slice(0, -1)}"}`, {}],
  ])('stays out: %s', async (_what, body, headers) => {
    expect((await verify(body, headers)).ok).toBe(false);
  });
  it('without a word of what happened, raised and resolved are not taken for one delivery', () => {
    expect(alertChanged.dedupeKey({ alertUid: uid })).toBeNull();
    expect(alertChanged.dedupeKey({ alert_uid: uid, event: 'raised' })).toBe(`${uid}:raised`);
    expect(alertChanged.parse({ alertUID: uid })).toEqual([expect.objectContaining({ id: uid, change: 'created' })]);
  });
  it.each(['{}', '', '<html>', '{"alertUid":"../../x"}', '{"alertUid":7}'])('%j names no alert', (text) => {
    expect(() => decoded(text)).toThrow(ConnectorError);
  });
});

describe('poll', () => {
  it('tells what was raised and what cleared, once, and goes on after a restart', async () => {
    const [poll] = dattoRmm.triggers.polls;
    if (!poll) throw new Error('no poll');
    let { cursor } = await poll.poll(context(), null);
    const next = async () => {
      const answer = await poll.poll(context(), JSON.parse(JSON.stringify(cursor)));
      cursor = answer.cursor;
      return answer.hints.map((hint) => `${hint.change} ${hint.id}`);
    };
    expect(await next()).toEqual([]);
    const alert = sandbox.world.raiseAlert(device('NORTH-WS-001'), 'print.queue');
    expect(await next()).toEqual([`created ${alert.uid}`]);
    expect(await next()).toEqual([]);
    sandbox.world.clearAlert(alert, 'test');
    expect(await next()).toEqual([`cleared ${alert.uid}`]);
    expect(await next()).toEqual([]);
  });
});
