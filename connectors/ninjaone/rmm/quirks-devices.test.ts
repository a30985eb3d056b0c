// What breaks integrations with NinjaOne: devices. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { ninjaoneRmm } from './connector.ts';
import { capabilities, device, machine, startQuirkyNinja, user, vendor } from './testing/quirky-ninja.ts';

startQuirkyNinja();

describe('devices', () => {
  it('the status of the server of the complex story has the facts an engineer needs', async () => {
    const status = await capabilities['device.status']?.run(user(), { device: '206' }, { tag: '' });
    expect(status).toMatchObject({
      name: 'ACME-DC01',
      role: 'server',
      osFamily: 'windows',
      online: true,
      needsReboot: true,
      health: 'unhealthy',
      client: { id: '11', name: 'Acme Manufacturing' },
      patches: { pending: 0, failed: 3 },
      systemDrive: { name: 'C:', totalGb: 120, freeGb: 25.2, freePercent: 21 },
    });
    expect(status?.services?.winrm).toMatchObject({ name: 'WinRM', state: 'running' });
    expect(status?.uptimeSeconds).toBeGreaterThan(60 * 86_400);
    expect(status?.patches?.lastInstalledAt).toMatch(/Z$/);
    expect(status?.macs.length).toBe(2);
  });
  it('epoch seconds with a fraction become instants', async () => {
    device('ACME-WS-013').lastSeenAtMs = Date.parse('2026-11-19T10:11:12.345Z');
    const status = await capabilities['device.status']?.run(user(), { device: '204' }, { tag: '' });
    expect(status?.lastSeenAt).toBe('2026-11-19T10:11:12.345Z');
  });
  it('only the devices of the client asked for; the filter goes out with %20', async () => {
    const on = user();
    const page = await capabilities['device.list']?.run(on, { client: '14', limit: 100 }, { tag: '' });
    expect(page?.items.map((item) => item.name)).toEqual(['HARBOR-WS-001', 'HARBOR-SRV01']);
    expect(on.sent.some((request) => request.url.includes('df=org%20%3D%2014'))).toBe(true);
    expect(on.sent.some((request) => request.url.includes('+'))).toBe(false);
  });
  it.each(['org+%3D+14', 'org = 14 OR org = 11', 'colour = red', 'org in 14'])(
    'the sandbox refuses the filter %s',
    async (df) => {
      const on = machine();
      await ninjaoneRmm.test(on);
      const authorization = on.sent.at(-1)?.headers?.authorization ?? '';
      const query = df.includes('%') ? df : encodeURIComponent(df);
      expect((await fetch(`${vendor.origin}/v2/devices?df=${query}`, { headers: { authorization } })).status).toBe(400);
    },
  );
  it.each(['1 OR 1', '../205', '205/alerts', 'abc', '-1'])('the id %j never reaches a path', async (id) => {
    const on = user();
    expect((await errorOf(capabilities['device.status']?.run(on, { device: id }, { tag: '' }))).kind).toBe(
      'invalid-input',
    );
    expect(on.sent).toEqual([]);
  });
});
