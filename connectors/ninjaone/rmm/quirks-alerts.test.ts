// What breaks integrations with NinjaOne: alerts. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import type { Sandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { ninjaoneRmm } from './connector.ts';
import type { NinjaSandboxState } from './sandbox/ninja-state.ts';
import { capabilities, device, machine, sandbox, startQuirkyNinja, user, vendor } from './testing/quirky-ninja.ts';

startQuirkyNinja();

describe('alerts', () => {
  const kinds: [string, Parameters<Sandbox['world']['raiseAlert']>[1], Record<string, Json>, object][] = [
    [
      'ACME-WS-014',
      'process.crash',
      {},
      {
        kind: 'process.crash',
        severity: 'major',
        data: { process: 'powershell.exe', service: 'WinRM', eventId: 1000 },
      },
    ],
    [
      'BRIGHT-WS-005',
      'service.stopped',
      { service: 'Spooler' },
      { kind: 'service.stopped', data: { service: 'Spooler' } },
    ],
    [
      'NORTH-WS-003',
      'disk.space',
      { freePercent: 4 },
      { kind: 'disk.space', severity: 'critical', data: { freePercent: 4, drive: 'C:' } },
    ],
    ['ACME-DC01', 'patch.failed', {}, { kind: 'patch.failed', data: { failedCount: 3 } }],
    ['ACME-WS-012', 'print.queue', {}, { kind: 'print.queue', data: { documents: 14 } }],
    ['HARBOR-SRV01', 'agent.offline', {}, { kind: 'agent.offline', severity: 'critical' }],
  ];
  it.each(kinds)('on %s, %s is told in our words, active and after it cleared', async (name, kind, data, expected) => {
    const raised = sandbox.world.raiseAlert(device(name), kind, data);
    const read = () => capabilities['alert.read']?.run(user(), { alert: raised.uid }, { tag: '' });
    const alert = await read();
    expect(alert).toMatchObject({ ...expected, isActive: true, clearedAt: null, device: { name }, id: raised.uid });
    expect(alert?.client?.name).toMatch(/\w/);
    expect(alert?.fingerprint).toContain(`kind=${alert?.kind}`);
    sandbox.world.clearAlert(raised, 'test');
    const cleared = await eventually(async () => {
      const now = await read()?.catch(() => undefined);
      return now?.clearedAt ? now : undefined;
    }, 'the feed knows of the end');
    expect(cleared).toMatchObject({ isActive: false, kind: alert?.kind, device: { name } });
    expect(cleared?.fingerprint).toEqual(alert?.fingerprint);
    device(name).isOnline = true;
  });
  it('the same problem again has the same fingerprint; how bad it is does not change it', async () => {
    const prints = [];
    for (const freePercent of [4, 7]) {
      const raised = sandbox.world.raiseAlert(device('ACME-WS-011'), 'disk.space', { freePercent });
      prints.push((await capabilities['alert.read']?.run(user(), { alert: raised.uid }, { tag: '' }))?.fingerprint);
      sandbox.world.clearAlert(raised, 'test');
    }
    expect(prints[0]).toEqual(prints[1]);
  });
  it('there is no call for one alert', async () => {
    const on = machine();
    await ninjaoneRmm.test(on);
    const authorization = on.sent.at(-1)?.headers?.authorization ?? '';
    expect(
      (await fetch(`${vendor.origin}/v2/alert/00000000-0000-4000-8000-000000000001`, { headers: { authorization } }))
        .status,
    ).toBe(405);
  });
  it('resolving leaves our tag and reason at NinjaOne; twice is no error; the unknown is not found', async () => {
    const raised = sandbox.world.raiseAlert(device('ACME-WS-010'), 'disk.space', {});
    const tag = newTag();
    const resolve = () =>
      capabilities['alert.resolve']?.run(user(), { alert: raised.uid, reason: 'space was freed' }, { tag });
    expect(await resolve()).toEqual({ alert: raised.uid, isActive: false });
    expect((vendor.dialectState() as NinjaSandboxState).resets).toEqual([
      { uid: raised.uid, body: { source: 'MSPclaw', tag, reason: 'space was freed' } },
    ]);
    await eventually(async () => resolve()?.catch(() => undefined), 'the feed knows the series');
    expect((vendor.dialectState() as NinjaSandboxState).resets.length).toBe(1);
  });
  it('a condition that still holds fires again as another alert', async () => {
    const raised = sandbox.world.raiseAlert(device('BRIGHT-WS-004'), 'service.stopped', { service: 'Spooler' });
    await capabilities['alert.resolve']?.run(user(), { alert: raised.uid, reason: 'x' }, { tag: newTag() });
    const again = await eventually(async () => {
      const { items = [] } = (await capabilities['alert.list']?.run(user(), { device: '211' }, { tag: '' })) ?? {};
      return items[0];
    }, 'it fires again');
    expect(again.id).not.toBe(raised.uid);
    expect(again.kind).toBe('service.stopped');
  });
});
