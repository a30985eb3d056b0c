// Webhook and poll: what NinjaOne pushes becomes a hint about an alert, and nothing else does.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { bodyOf, startWebhookReceiver, type WebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { ninjaoneRmm } from '../connector.ts';
import { ninjaoneSandbox } from '../sandbox/sandbox.ts';
import { alertChanged, secretHeader } from './alert-changed.ts';
import { pollAlerts } from './poll-alerts.ts';

interface Received {
  headers: Record<string, unknown>;
  body: { id: number; statusCode: string; seriesUid: string; device?: { systemName: string } };
}

let sandbox: Sandbox;
let vendor: VendorSandbox;
let receiver: WebhookReceiver;
const received = (): Received[] =>
  receiver.caught.map((caught) => ({ headers: caught.headers, body: bodyOf(caught) as Received['body'] }));

beforeAll(async () => {
  sandbox = await startSandbox({
    vendors: [{ dialect: ninjaoneSandbox }],
    dials: { scriptLagMs: 30, feedLagMs: 30, settleMs: 40 },
  });
  const found = sandbox.vendors['ninjaone/rmm'];
  if (!found) throw new Error('no sandbox');
  vendor = found;
  receiver = await startWebhookReceiver();
});
afterAll(async () => {
  await receiver.close();
  await sandbox.close();
});
const user = () => testContext(ninjaoneRmm, vendor.connection());
const device = (name: string) => {
  const found = sandbox.world.device(name);
  if (!found) throw new Error(name);
  return found;
};

describe('webhook', () => {
  it('nothing is sent before it is registered', async () => {
    sandbox.world.clearAlert(sandbox.world.raiseAlert(device('ACME-WS-011'), 'disk.space'), 'test');
    await vendor.deliveries.idle();
    expect(vendor.deliveries.log).toEqual([]);
  });
  it('registers with the secret header, hears the alert and, after the repair, its end, under one id', async () => {
    await alertChanged.register?.(user(), receiver.url);
    const raised = sandbox.world.raiseAlert(device('ACME-WS-014'), 'process.crash');
    const up = await eventually(
      () => received().find((one) => one.body.seriesUid === raised.uid),
      'the alert is pushed',
    );
    expect(up.headers[secretHeader]).toBe('sandbox-webhook-secret-0123456789abcdef');
    expect(up.body.device?.systemName).toBe('ACME-WS-014');
    expect(alertChanged.parse(up.body)).toEqual([
      {
        entity: 'alert',
        id: raised.uid,
        change: 'created',
        deviceId: '205',
        at: new Date(raised.raisedAtMs).toISOString(),
      },
    ]);
    await ninjaoneRmm.capabilities['script.run']?.start(
      user(),
      { device: '205', script: 'restart-service', parameters: { service: 'WinRM' } },
      { tag: 'mspclaw:hook:1:1' },
    );
    const down = await eventually(
      () => received().find((one) => one.body.seriesUid === raised.uid && one.body.statusCode === 'RESET'),
      'the end is pushed',
    );
    expect(alertChanged.parse(down.body)).toMatchObject([{ id: raised.uid, change: 'cleared' }]);
    expect(alertChanged.dedupeKey(down.body)).not.toBe(alertChanged.dedupeKey(up.body));
    // scripts and sign-ins were not asked for
    expect(new Set(received().map((one) => one.body.statusCode))).toEqual(new Set(['TRIGGERED', 'RESET']));
  });
  it('a delivery that failed comes again with the same key', async () => {
    receiver.answers.push(500);
    const raised = sandbox.world.raiseAlert(device('ACME-WS-013'), 'disk.space');
    const twice = await eventually(() => {
      const same = received().filter((one) => one.body.seriesUid === raised.uid);
      return same.length === 2 ? same : undefined;
    }, 'it comes again');
    expect(new Set(twice.map((one) => alertChanged.dedupeKey(one.body))).size).toBe(1);
  });
  it('one configuration per client app: registering again replaces it', async () => {
    await alertChanged.register?.(user(), `${receiver.url}-second`);
    const state = vendor.dialectState() as { webhook: { url: string; headers: unknown[] } };
    expect([state.webhook.url, state.webhook.headers.length]).toEqual([`${receiver.url}-second`, 1]);
  });
  it('the set-up page shows the same address and header', () => {
    const shown = alertChanged.setup({
      url: receiver.url,
      secrets: { clientSecret: 'x', webhookSecret: 's'.repeat(24) },
    });
    expect([shown.url, shown.headers]).toEqual([receiver.url, { [secretHeader]: 's'.repeat(24) }]);
  });
  it.each([
    ['another activity type', { activityType: 'SCRIPTING' }, 0],
    ['another status', { statusCode: 'ACKNOWLEDGED' }, 0],
    ['no series', { seriesUid: null }, 0],
    ['no device', { deviceId: null }, 1],
    ['a series in capitals', { seriesUid: 'AAAAAAAA-0000-4000-8000-000000000001' }, 1],
  ])('%s gives %j hints as it should', (_what, change, hints) => {
    const body = {
      id: 1,
      activityTime: 1767225600.123,
      deviceId: 42,
      seriesUid: '00000000-0000-4000-8000-000000000001',
      activityType: 'CONDITION',
      statusCode: 'TRIGGERED',
    };
    const parsed = alertChanged.parse({ ...body, ...change });
    expect(parsed.length).toBe(hints);
    for (const hint of parsed) expect([hint.id, hint.at]).toEqual([hint.id.toLowerCase(), '2026-01-01T00:00:00.123Z']);
  });
  it.each([
    ['an id that is text', { id: '1' }],
    ['a series that is no uuid', { seriesUid: '../../etc' }],
    ['a time that is text', { activityTime: 'now' }],
    ['a device that is an object', { deviceId: { $gt: 0 } }],
  ])('%s is refused', (_what, change) => {
    const body = {
      id: 1,
      activityTime: 1,
      deviceId: 42,
      seriesUid: null,
      activityType: 'CONDITION',
      statusCode: 'TRIGGERED',
      ...change,
    };
    expect(() => alertChanged.parse(body)).toThrow(ConnectorError);
  });
  const sample = new URL(
    '../../../../../shared/vendors/ninjaone/samples/webhook-condition-triggered.json',
    import.meta.url,
  );
  it('reads the published sample of a delivery', (test) => {
    let text: string;
    try {
      text = readFileSync(sample, 'utf8');
    } catch {
      return test.skip('there is no ../shared/vendors/ninjaone/samples beside the repository');
    }
    expect(alertChanged.parse(JSON.parse(text))).toMatchObject([{ change: 'created', deviceId: '42' }]);
  });
});

describe('poll', () => {
  it('starts with what is active, then tells each change once, and survives a restart through its cursor', async () => {
    const before = sandbox.world.raiseAlert(device('HARBOR-WS-001'), 'disk.space');
    await eventually(async () => {
      const first = await pollAlerts.poll(user(), null);
      return first.hints.some((hint) => hint.id === before.uid) ? first : undefined;
    }, 'the first round');
    const first = await pollAlerts.poll(user(), null);
    let cursor = first.cursor;
    const told: string[] = [];
    const round = async () => {
      const next = await pollAlerts.poll(user(), JSON.parse(JSON.stringify(cursor)));
      cursor = next.cursor;
      told.push(...next.hints.map((hint) => `${hint.id} ${hint.change}`));
    };
    const raised = sandbox.world.raiseAlert(device('BRIGHT-WS-004'), 'disk.space');
    sandbox.world.clearAlert(raised, 'test');
    await eventually(async () => {
      await round();
      return told.includes(`${raised.uid} cleared`) ? true : undefined;
    }, 'both are told');
    for (let more = 0; more < 3; more++) await round();
    expect(told.filter((line) => line.startsWith(raised.uid))).toEqual([
      `${raised.uid} created`,
      `${raised.uid} cleared`,
    ]);
  });
});
