// What is peculiar to Tactical RMM, in the order of the vendor fact sheet.

import { beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { startScriptCallbacks } from '#connectors/sdk/testing/script-callbacks.ts';
import { listAlerts } from './capabilities/list-alerts.ts';
import { listDevices } from './capabilities/list-devices.ts';
import { readDeviceStatus } from './capabilities/read-device-status.ts';
import { resolveAlert } from './capabilities/resolve-alert.ts';
import { runScript } from './capabilities/run-script.ts';
import { tacticalRmm } from './connector.ts';
import { agentOf, startTacticalBed } from './testing/tactical-bed.ts';

const bed = startTacticalBed();
let tag = { tag: '' };
let tests = 0;
beforeEach(() => {
  tag = { tag: `mspclaw:0197c3de-0000-7000-8000-000000000005:fix[${tests++}].run:1` };
  const device = world().device('ACME-WS-014');
  if (device) device.isOnline = true;
});
const world = () => bed.sandbox.world;
const input = () => ({
  device: agentOf(world(), 'ACME-WS-014'),
  script: 'restart-service',
  parameters: { service: 'WinRM' },
});
const query = () => ({ tag: tag.tag, notBefore: new Date(world().nowMs() - 60_000) });
const raise = (name: string, kind: 'process.crash' | 'disk.space' | 'agent.offline') => {
  const device = world().device(name);
  if (!device) throw new Error(name);
  return world().raiseAlert(device, kind);
};
const executions = () => bed.sandbox.ledger.executionsByTag()[tag.tag] ?? 0;
const lastRun = () => bed.vendor.exchanges.findLast(({ path }) => path.endsWith('/runscript/'));

describe('the quirks of Tactical RMM', () => {
  it('quirk 1: alerts are listed by a PATCH that changes nothing, and never with an empty filter', async () => {
    const alert = raise('ACME-DC01', 'process.crash');
    const context = bed.context();
    const { items } = await listAlerts.run(context, { device: agentOf(world(), 'ACME-DC01') }, tag);
    expect(items).toMatchObject([
      { id: String(alert.id), kind: 'process.crash', severity: 'major', client: { id: '11' }, isActive: true },
    ]);
    expect(context.mutations()).toEqual([]);
    const list = bed.vendor.exchanges.find(({ method }) => method === 'PATCH');
    expect(JSON.parse(list?.requestText ?? '{}')).toEqual({ resolvedFilter: false, snoozedFilter: false });
  });

  it('quirk 2: "natsdown" and "timeout" come with 200; the first is certain not to have run, the second is not', async () => {
    bed.quirk({ isNatsDown: true });
    expect(await errorOf(runScript.start(bed.context(), input(), tag))).toMatchObject({
      kind: 'unavailable',
      maybeApplied: false,
    });
    expect(executions()).toBe(0);
    bed.quirk({ isNatsDown: false, saysTimeout: true });
    expect(await errorOf(runScript.start(bed.context(), input(), tag))).toMatchObject({
      kind: 'timeout',
      maybeApplied: true,
    });
  });

  it('quirk 3: errors are a bare string, a detail, or sentences by field, and all are told', async () => {
    const context = bed.context();
    const says = async (status: number, json: unknown) => {
      context.send = async () => ({ status, headers: {}, text: JSON.stringify(json), json });
      return errorOf(listDevices.run(context, { limit: 100 }, tag));
    };
    expect(await says(400, 'Agent is offline')).toMatchObject({ kind: 'unavailable', maybeApplied: false });
    expect((await says(400, 'Invalid path')).message).toContain('Invalid path');
    expect((await says(400, { name: ['This field is required.'] })).message).toContain('name: This field is required.');
    expect(await says(403, { detail: 'You do not have permission to perform this action.' })).toMatchObject({
      kind: 'forbidden',
    });
  });

  it('quirk 4: a script is run with every key, and one that is missing breaks the server', async () => {
    await bed.finish(await runScript.start(bed.context(), input(), tag));
    const sent = JSON.parse(lastRun()?.requestText ?? '{}');
    expect(sent).toMatchObject({
      output: 'forget',
      args: [],
      env_vars: ['service=WinRM', `RunTag=${tag.tag}`],
      run_as_user: false,
      timeout: 90,
    });
    const context = bed.context();
    const honest = context.send;
    context.send = (request) =>
      request.mutates
        ? honest({ ...request, json: { ...(request.json as object), emailMode: undefined } })
        : honest(request);
    expect(await errorOf(runScript.start(context, input(), { tag: `${tag.tag}1` }))).toMatchObject({
      kind: 'unavailable',
      maybeApplied: true,
    });
  });

  it('quirk 5: the version of the server is shown, because nothing else tells what it can do', async () => {
    expect((await tacticalRmm.test(bed.context())).summary).toMatch(
      /^Tactical RMM 1\.4\.0: \d+ agents, \d+ online, 6 scripts\.$/,
    );
  });

  it('quirk 6: overdue and offline are both not online, and nothing is sent there', async () => {
    const device = world().device('ACME-WS-014');
    if (device) device.isOnline = false;
    const status = await readDeviceStatus.run(bed.context(), { device: input().device }, tag);
    expect(status.online).toBe(false);
    const context = bed.context();
    const error = await errorOf(runScript.start(context, input(), tag));
    expect(error).toMatchObject({ kind: 'unavailable', maybeApplied: false });
    expect(context.mutations()).toEqual([]);
    const overdue = bed.context();
    const honest = overdue.send;
    overdue.send = async (request) => {
      const answer = await honest(request);
      return { ...answer, json: JSON.parse(JSON.stringify(answer.json).replaceAll('"offline"', '"overdue"')) };
    };
    expect((await readDeviceStatus.run(overdue, { device: input().device }, tag)).online).toBe(false);
  });

  it('quirk 7: a key without a right is told apart from a wrong key, also where both are a 403', async () => {
    const alert = String(raise('NORTH-WS-003', 'disk.space').id);
    const reader = bed.context({ secrets: { apiKey: 'TACTICALREADERKEY012345678' } });
    expect((await errorOf(resolveAlert.run(reader, { alert, reason: 'x' }, tag))).kind).toBe('forbidden');
    bed.quirk({ refusesKeyWith403: true });
    const wrong = bed.context({ secrets: { apiKey: 'NOT-THE-RIGHT-KEY' } });
    expect(await errorOf(tacticalRmm.test(wrong))).toMatchObject({ kind: 'unauthenticated', status: 403 });
  });

  it('every path ends with a slash: without one the server redirects and the body is lost', async () => {
    await tacticalRmm.test(bed.context());
    await listAlerts.run(bed.context(), {}, tag);
    await bed.finish(await runScript.start(bed.context(), input(), tag));
    expect(bed.vendor.exchanges.filter(({ path }) => !path.endsWith('/'))).toEqual([]);
    const headers = { 'x-api-key': 'TACTICALDEMOKEY0123456789' };
    expect((await fetch(`${bed.vendor.origin}/alerts`, { method: 'PATCH', headers, redirect: 'manual' })).status).toBe(
      301,
    );
  });
});

describe('a script that was started and forgotten', () => {
  it('is found in the history with exit code and output, without the line that carries our tag', async () => {
    const done = await bed.finish(await runScript.start(bed.context(), input(), tag));
    expect(done).toMatchObject({
      output: { outcome: 'success', exitCode: 0, output: 'Service WinRM was running, is running.' },
    });
    expect(executions()).toBe(1);
  });

  it('that writes no tag is known by its row; when the answer was lost it is not guessed at', async () => {
    bed.quirk({ printsTag: false });
    const done = await bed.finish(await runScript.start(bed.context(), input(), tag));
    expect(done).toMatchObject({ output: { outcome: 'success', exitCode: 0 } });
    expect(await runScript.reconcile(bed.context(), input(), query())).toEqual({ found: false });
  });

  it('beside the same script of somebody else is told apart by its tag', async () => {
    const context = bed.context();
    const device = world().device('ACME-WS-014');
    const honest = context.send;
    context.send = async (request) => {
      // a technician is quicker by a moment
      if (request.mutates && device) {
        world().startScript({
          deviceId: device.id,
          scriptId: 101,
          via: 'tactical/rmm',
          tag: null,
          parameters: { service: 'nothing-like-it' },
        });
      }
      return honest(request);
    };
    const job = await runScript.start(context, input(), tag);
    expect(job.row).toBeNull();
    expect(await bed.finish(job)).toMatchObject({
      output: { outcome: 'success', output: expect.stringContaining('WinRM') },
    });
  });

  it('whose tag only begins like ours is another one', async () => {
    await bed.finish(await runScript.start(bed.context(), input(), { tag: `${tag.tag}1` }));
    expect(await runScript.reconcile(bed.context(), input(), query())).toEqual({ found: false });
  });

  it('reports on the road back as well, where the history has nothing to tell it by', async () => {
    const scriptCallbacks = await startScriptCallbacks();
    bed.quirk({ printsTag: false });
    const context = bed.context({}, { scriptCallbacks });
    await runScript.start(context, input(), tag);
    const job = await eventually(async () => {
      const found = await runScript.reconcile(context, input(), query());
      return found.found ? found.job : undefined;
    }, 'the result is posted');
    expect(await runScript.poll(context, job)).toMatchObject({ state: 'done', output: { exitCode: 0 } });
    await scriptCallbacks.close();
    expect(executions()).toBe(1);
  });
});

it('a device says what Tactical knows of it, and no more', async () => {
  const status = await readDeviceStatus.run(bed.context(), { device: agentOf(world(), 'ACME-DC01') }, tag);
  expect(status).toMatchObject({
    name: 'ACME-DC01',
    role: 'server',
    osFamily: 'windows',
    client: { id: '11', name: 'Acme Manufacturing' },
    site: { id: '31', name: 'Head Office' },
    patches: { pending: 3, failed: 3 },
    systemDrive: { name: 'C:', totalGb: 120, freePercent: 21 },
    needsReboot: true,
  });
  expect(status.services?.ntds).toMatchObject({ state: 'running' });
});
