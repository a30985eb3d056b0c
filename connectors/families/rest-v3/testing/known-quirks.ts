// Quirks that both products of the family have, under other numbers in each one's list.

import { expect } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import type { RestV3Bed } from './rest-v3-bed.ts';

const none = { tag: '' };
const inputFor = (bed: RestV3Bed) => ({
  device: bed.device('ACME-WS-014').uid,
  script: 'restart-service',
  parameters: { service: 'WinRM' },
});
const statusOf = (bed: RestV3Bed, device: string, on = bed.context()) =>
  bed.product.connector.capabilities['device.status']?.run(on, { device }, none);

export async function uptimeIsProse(bed: RestV3Bed): Promise<void> {
  const { uid, lastBootAtMs } = bed.device('ACME-DC01');
  const expected = Math.floor((Date.now() - lastBootAtMs) / 1_000);
  const uptime = async () => (await statusOf(bed, uid))?.uptimeSeconds ?? null;
  // the asset knows better
  expect(Math.abs(((await uptime()) ?? 0) - expected)).toBeLessThan(5);
  bed.quirk({ tellsLastReboot: false });
  // whole minutes, rounded down
  const fromWords = (await uptime()) ?? 0;
  expect(expected - fromWords).toBeGreaterThanOrEqual(0);
  expect(expected - fromWords).toBeLessThan(65);
  bed.quirk({ uptime: '3 months' });
  expect(await uptime()).toBeNull();
}

export async function offlineHasNoUptime(bed: RestV3Bed): Promise<void> {
  const device = bed.device('ACME-WS-012');
  device.isOnline = false;
  const status = await statusOf(bed, device.uid);
  expect(status).toMatchObject({ online: false, uptimeSeconds: null });
  expect(bed.vendor.exchanges.some(({ responseText }) => responseText.includes('"Uptime":"Offline since'))).toBe(true);
}

export async function statusNeedsBoth(bed: RestV3Bed): Promise<void> {
  const device = bed.device('ACME-DC01');
  const on = bed.context();
  const status = await statusOf(bed, device.uid, on);
  const { base } = bed.product.options;
  expect(on.sent.map(({ url }) => new URL(url).pathname)).toEqual([
    `${base}/devices/${device.uid}`,
    `${base}/assets/${device.uid}`,
  ]);
  // from the one
  expect(status).toMatchObject({ online: true, isInMaintenance: false, client: { id: String(device.clientId) } });
  // from the other
  expect(status).toMatchObject({
    lastBootAt: new Date(Math.floor(device.lastBootAtMs / 1_000) * 1_000).toISOString(),
    serial: device.serial,
    systemDrive: { name: 'C:', totalGb: 120 },
  });
  const seconds = (text: string | null | undefined) => Math.floor(Date.parse(text ?? '') / 1_000);
  expect(seconds(status?.lastSeenAt)).toBe(Math.floor(device.lastSeenAtMs / 1_000));
}

/** Whatever the status of the refusal: nothing was started, and the sentence says why. */
export async function offlineFailsAtOnce(bed: RestV3Bed): Promise<void> {
  bed.device('ACME-WS-014').isOnline = false;
  for (const offlineStatus of [400, 404, 409, 422]) {
    bed.quirk({ offlineStatus });
    const on = bed.context();
    const run = bed.product.connector.capabilities['script.run'];
    const error = await errorOf(run?.start(on, inputFor(bed), { tag: bed.newTag() }));
    expect([error.kind, error.maybeApplied, on.mutations().length]).toEqual(['conflict', false, 1]);
    expect(error.message).toMatch(/is offline.*Nothing was started/);
  }
  expect(bed.sandbox.world.state.scriptRuns.filter(({ state }) => state === 'queued')).toEqual([]);
}

/** Repaired or not, the notification stays; only dismissing ends it. */
export async function neverRecovers(bed: RestV3Bed): Promise<void> {
  const { connector } = bed.product;
  const alert = bed.sandbox.world.raiseAlert(bed.device('ACME-WS-013'), 'process.crash');
  const [poll] = connector.triggers.polls;
  const { cursor } = (await poll?.poll(bed.context(), null)) ?? {};
  bed.sandbox.world.clearAlert(alert, 'The condition no longer applies.');
  const read = () => connector.capabilities['alert.read']?.run(bed.context(), { alert: String(alert.id) }, none);
  // also after somebody has read it
  expect(await read()).toMatchObject({ isActive: true, clearedAt: null });
  expect((await poll?.poll(bed.context(), cursor))?.hints).toEqual([]);
  expect(connector.tellsRecovery).toBe(false);
  await connector.capabilities['alert.resolve']?.run(
    bed.context(),
    { alert: String(alert.id), reason: 'checked' },
    none,
  );
  expect((await poll?.poll(bed.context(), cursor))?.hints).toMatchObject([{ id: String(alert.id), change: 'deleted' }]);
}

/** Workflows without devices run on everything they are made for; nothing of the kind is ever called. */
export async function oneDevicePerRun(bed: RestV3Bed): Promise<void> {
  const run = bed.product.connector.capabilities['script.run'];
  const on = bed.context();
  for (const device of [' ', '\t', '*', 'a,b', '[]']) {
    const error = await errorOf(run?.start(on, { ...inputFor(bed), device }, { tag: bed.newTag() }));
    expect(error.kind).toBe('invalid-input');
  }
  expect(on.sent).toEqual([]);
  const input = inputFor(bed);
  await bed.finish(await run?.start(on, input, { tag: bed.newTag() }));
  const [sent, ...more] = on.mutations();
  expect(more).toEqual([]);
  expect(sent?.url).toMatch(/\/automation\/scripts\/[^/]+\/run$/);
  expect(sent?.json).toMatchObject({ DeviceIdentifier: input.device });
}
