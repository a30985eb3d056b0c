// What breaks integrations with Datto RMM. Numbers are those of the list "Quirks" of the vendor's fact sheet: the sandbox does
// it, the connector copes or says it in words.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { TestTokens } from '#connectors/sdk/testing/test-context.ts';
import { toAlert } from './alert-transform.ts';
import { dattoRmm } from './connector.ts';
import { toDevice, toInstant } from './device-transform.ts';
import { capabilities, context, device, quirk, sandbox, startDatto, state, vendor } from './testing/datto-bed.ts';
import { alertShape, deviceShape } from './vendor-shapes.ts';

startDatto();
const none = { tag: '' };
const all = { limit: 1_000 };

describe('quirk 1', () => {
  it('quirk 1: times are epoch milliseconds, read as such, and texts are read, too', async () => {
    expect(toInstant(1_721_131_200_000)).toBe('2024-07-16T12:00:00.000Z');
    expect(toInstant('2024-07-16T12:00:00Z')).toBe('2024-07-16T12:00:00.000Z');
    for (const nonsense of [null, undefined, 0, '', 'sometimes', Number.POSITIVE_INFINITY]) {
      expect(toInstant(nonsense)).toBeNull();
    }
    const { lastBootAt, uptimeSeconds } =
      (await capabilities['device.status']?.run(context(), { device: device('ACME-DC01').uid }, none)) ?? {};
    expect(lastBootAt).toBe(new Date(device('ACME-DC01').lastBootAtMs).toISOString());
    expect(uptimeSeconds).toBeGreaterThan(60 * 86_400);
  });
  it('quirk 1: a broken item does not take its page along, and a number is an id', async () => {
    const whole = await capabilities['device.list']?.run(context(), all, none);
    quirk({ brokenItems: true });
    const { items = [] } = (await capabilities['device.list']?.run(context(), all, none)) ?? {};
    expect(items.length).toBe((whole?.items.length ?? 0) + 1);
    expect(items[0]).toMatchObject({ id: '602', role: 'other', lastSeenAt: null });
    const alerts = await capabilities['alert.list']?.run(context(), {}, none);
    expect(alerts?.items.find((alert) => alert.id === '702')?.severity).toBe('moderate');
    expect((await capabilities['script.list']?.run(context(), {}, none))?.items.length).toBe(6);
  });
  it.each(Object.entries(stories))(
    'quirk 1: the kind of %s is told by its fields, not by its class',
    (_name, story) => {
      const found = device(story.device);
      const alert = sandbox.world.raiseAlert(found, story.kind, { ...story.data });
      return (async () => {
        const read = await capabilities['alert.read']?.run(context(), { alert: alert.uid }, none);
        expect(read?.kind).toBe(story.kind);
        expect(read?.device).toEqual({ id: found.uid, name: found.name });
        sandbox.world.clearAlert(alert, 'test');
        found.isOnline = true;
      })();
    },
  );

  const file = join(import.meta.dirname, '../../../../shared/vendors/datto-rmm/samples.json');
  const samples = (() => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    } catch {
      return null;
    }
  })();
  it.skipIf(!samples)('quirk 1: everything that was seen live can be read', () => {
    const now = new Date('2026-11-20T08:00:00Z');
    for (const [name, sample] of Object.entries(samples ?? {})) {
      if (name.startsWith('alert-context')) {
        const alert = toAlert(alertShape.parse(sample), now);
        expect(alert.raisedAt, name).toMatch(/^2024-07-16/);
        expect(alert.title.length, name).toBeGreaterThan(3);
      }
      if (name.startsWith('device')) {
        const rows = (sample as { devices?: unknown[] }).devices ?? [sample];
        for (const row of rows) expect(toDevice(deviceShape.parse(row)).name.length, name).toBeGreaterThan(3);
      }
    }
    const crash = toAlert(alertShape.parse(samples?.['alert-context-eventlog.json']), now);
    expect([crash.kind, crash.severity, crash.data.process]).toEqual(['process.crash', 'major', 'app.exe']);
    const offline = toAlert(alertShape.parse(samples?.['alert-context-online-offline-status.json']), now);
    expect([offline.kind, offline.isActive]).toEqual(['agent.offline', false]);
  });
});

describe('quirk 2', () => {
  it('quirk 2: 403 is a missing right or a block, and the message says both', async () => {
    await dattoRmm.test(context());
    quirk({ isBlocked: true });
    const error = await errorOf(capabilities['alert.list']?.run(context(), {}, none));
    expect([error.kind, error.retryable, error.maybeApplied]).toEqual(['forbidden', false, false]);
    expect(error.message).toMatch(/may not do it.*blocked for about five minutes/);
  });
});

describe('quirk 3', () => {
  it('quirk 3: the test shows what everybody used, and warns when little is left', async () => {
    expect((await dattoRmm.test(context())).summary).toMatch(/\d+ of 600 requests used by all integrations/);
    state().requestCount = 590;
    expect((await dattoRmm.test(context())).warnings.join(' ')).toMatch(/Other integrations/);
    expect(dattoRmm.limits.requestsPerMinute).toBeLessThan(300);
  });
});

describe('quirk 4', () => {
  it('quirk 4: a component above the level of the user is a 500, which is told, and is not certain', async () => {
    quirk({ tooHighComponents: ['restart-service'] });
    const on = context();
    const input = { device: device('ACME-WS-014').uid, script: 'restart-service', parameters: { service: 'WinRM' } };
    const error = await errorOf(capabilities['script.run']?.start(on, input, { tag: 'mspclaw:q4:1' }));
    expect([error.kind, error.maybeApplied, on.mutations().length]).toEqual(['unavailable', true, 1]);
    expect(error.message).toContain("component level of the API key's user");
  });
});

describe('quirk 5', () => {
  it('quirk 5: deleted devices stay listed and are left out; suspended ones are in maintenance', async () => {
    const answer = await capabilities['device.list']?.run(context(), all, none);
    const raw = vendor.exchanges.at(-1)?.responseText ?? '';
    expect(raw).toContain('OLD-WS-099');
    expect(answer?.items.map((item) => item.name)).not.toContain('OLD-WS-099');
    const found = device('HARBOR-WS-001');
    found.isInMaintenance = true;
    const status = await capabilities['device.status']?.run(context(), { device: found.uid }, none);
    expect(status?.isInMaintenance).toBe(true);
    found.isInMaintenance = false;
  });
});

describe('quirk 6', () => {
  it('quirk 6: a wrong platform is 401 as a wrong key is, and the message says both', async () => {
    const error = await errorOf(dattoRmm.test(context({ settings: { apiKeyId: 'ANOTHER' } })));
    expect([error.kind, error.maybeApplied]).toEqual(['unauthenticated', false]);
    expect(error.message).toMatch(/key or secret.*another platform/);
  });
  it.each([
    'https://evil.example',
    'https://merlot-api.centrastage.net.evil.example',
    'http://merlot-api.centrastage.net',
  ])('quirk 6: %s is no platform', (host) => {
    expect(dattoRmm.auth.settings.safeParse({ host, apiKeyId: 'k' }).success).toBe(false);
  });
  it('quirk 6: every platform is one', () => {
    for (const { value } of dattoRmm.auth.fields.find((field) => field.name === 'host')?.options ?? []) {
      expect(dattoRmm.auth.settings.parse({ host: value, apiKeyId: 'k' }).host).toBe(value);
    }
  });
});

describe('signing in', () => {
  it('the token is asked for once, kept for hours, and renewed once when it was withdrawn', async () => {
    const tokens = new TestTokens();
    const on = context({}, { tokens });
    await capabilities['alert.list']?.run(on, {}, none);
    await capabilities['alert.list']?.run(context({}, { tokens }), {}, none);
    const asked = () => on.sent.filter((request) => request.url.endsWith('/auth/oauth/token'));
    expect(asked().map((request) => request.form)).toEqual([
      { grant_type: 'password', username: state().apiKey, password: state().apiSecret },
    ]);
    expect(asked()[0]?.headers?.authorization).toBe(`Basic ${btoa('public-client:public')}`);
    state().tokens = {};
    await capabilities['alert.list']?.run(on, {}, none);
    expect(asked().length).toBe(2);
  });
});

describe('pages', () => {
  it('are followed to the end by the address they give', async () => {
    const on = context();
    const first = await capabilities['device.list']?.run(on, { limit: 4 }, none);
    await capabilities['device.list']?.run(on, { limit: 4, cursor: first?.next }, none);
    expect(on.sent.at(-1)?.url).toBe(first?.next);
  });
  it('are not followed to a stranger, nor to another list', async () => {
    quirk({ nextPageOrigin: 'https://evil.example' });
    const on = context();
    const first = await capabilities['device.list']?.run(on, { limit: 4 }, none);
    const before = on.sent.length;
    const follow = (cursor: string | null | undefined) =>
      errorOf(capabilities['device.list']?.run(on, { limit: 4, cursor }, none));
    expect((await follow(first?.next)).kind).toBe('wrong-host');
    for (const cursor of [`${vendor.origin}/api/v2/account/sites?page=1`, `${vendor.origin}/auth/oauth/token`, '7']) {
      expect(['invalid-input', 'wrong-host']).toContain((await follow(cursor)).kind);
    }
    expect(on.sent.length).toBe(before);
  });
  it.each(['../account', 'a/b', '..', 'x?y=1', 'a\\b'])('the id %j never reaches a path', async (id) => {
    const on = context();
    expect((await errorOf(capabilities['device.status']?.run(on, { device: id }, none))).kind).toBe('invalid-input');
    expect(on.sent).toEqual([]);
  });
});

describe('device state', () => {
  it('disks and serial come from the audit, patches from the device; what Datto does not tell is null', async () => {
    const server = device('ACME-DC01');
    const status = await capabilities['device.status']?.run(context(), { device: server.uid }, none);
    expect(status).toMatchObject({
      role: 'server',
      osFamily: 'windows',
      serial: server.serial,
      needsReboot: true,
      services: null,
      health: 'unknown',
      systemDrive: { name: 'C:', totalGb: 120 },
    });
    // that some failed is told, not how many
    expect(status?.patches).toEqual({ pending: 3, failed: 1, lastInstalledAt: null });
    expect(status?.macs).toEqual(server.macs);
  });
});

describe('alerts', () => {
  it('a resolved alert is read again, and one whose re-reading failed is said to be resolved', async () => {
    const alert = sandbox.world.raiseAlert(device('ACME-WS-012'), 'print.queue');
    const input = { alert: alert.uid, reason: 'test' };
    const on = context();
    await dattoRmm.test(on);
    vendor.addFault({ kind: 'status', status: 503, method: 'GET', path: '/v2/alert/' });
    const error = await errorOf(capabilities['alert.resolve']?.run(on, input, none));
    expect([error.maybeApplied, on.mutations().length]).toEqual([true, 1]);
    vendor.clearFaults();
    expect(on.mutations()[0]?.json).toBeUndefined();
    const read = await capabilities['alert.read']?.run(on, { alert: alert.uid }, none);
    expect(read?.isActive).toBe(false);
    expect(read?.clearedAt).toMatch(/Z$/);
  });
});
