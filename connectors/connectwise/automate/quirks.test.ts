// What breaks integrations with Automate. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { WorldAlert } from '#connectors/sdk/sandbox/world-types.ts';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { TestTokens, testContext } from '#connectors/sdk/testing/test-context.ts';
import { firstOf } from './client.ts';
import { connectwiseAutomate } from './connector.ts';
import {
  capabilities,
  context,
  finish,
  quirk,
  sandbox,
  startAutomate,
  state,
  vendor,
} from './testing/automate-harness.ts';

startAutomate();
const no = { tag: 'mspclaw:none:1' };
const devices = (on = context(), limit = 100) => capabilities['device.list']?.run(on, { limit }, no);
const machine = (name: string) => {
  const known = sandbox.world.device(name);
  if (!known) throw new Error(name);
  return known;
};
/** the queue is empty again, or the monitor would fire once more */
const solve = (alert: WorldAlert) => {
  for (const device of sandbox.world.state.devices) device.printQueueLength = 0;
  sandbox.world.clearAlert(alert, 'solved');
};
const status = (device = '205', on = context()) => capabilities['device.status']?.run(on, { device }, no);

describe('signing in', () => {
  it('quirk 1: without an accepted client ID the token is granted and the reads are refused; both are told apart', async () => {
    const settings = { clientId: '00000000-0000-4000-8000-000000000000' };
    const on = testContext(connectwiseAutomate, changedConnection(vendor, { settings }));
    const error = await errorOf(devices(on));
    expect([error.kind, error.retryable]).toEqual(['unauthenticated', false]);
    expect(error.message).toContain('client ID');
    expect(vendor.exchanges.filter((one) => one.path.endsWith('/APIToken')).at(-1)?.status).toBe(200);
  });
  it('quirk 1: the client ID is on every call, the token’s included', async () => {
    const on = context();
    await status('205', on);
    expect(on.sent.length).toBeGreaterThan(4);
    for (const request of on.sent) expect(request.headers?.clientid, request.url).toBe(on.sent[0]?.headers?.clientid);
  });
  it('quirk 10: a user with a second factor gets no token; the message says which user class does', async () => {
    const changes = { settings: { username: 'technician' }, secrets: { password: 'sandbox-automate-password-8803' } };
    const error = await errorOf(devices(testContext(connectwiseAutomate, changedConnection(vendor, changes))));
    expect([error.kind, error.retryable]).toEqual(['unauthenticated', false]);
    expect(error.message).toMatch(/technician.*second factor.*Integrator/);
  });
  it('a token is renewed with itself until its absolute end, then the password signs in again', async () => {
    const tokens = new TestTokens();
    const on = context({ tokens });
    const asked = () => on.sent.flatMap(({ url }) => /\/(APIToken(?:\/Refresh)?)$/.exec(url)?.[1] ?? []);
    await devices(on);
    await tokens.drop('session');
    await devices(on);
    expect(asked()).toEqual(['APIToken', 'APIToken/Refresh']);
    expect(on.sent.findLast(({ url }) => url.endsWith('/Refresh'))?.json).toMatch(/^cwa-/);
    // the renewed one knows the end that the first one had
    for (const token of Object.values(state().tokens)) token.absoluteMs = 0;
    await tokens.drop('session');
    await devices(on);
    expect(asked()).toEqual(['APIToken', 'APIToken/Refresh', 'APIToken/Refresh', 'APIToken']);
  });
  it('quirk 9: a user class without client permission sees empty lists; the test of the connection says so', async () => {
    const changes = { settings: { username: 'limited' }, secrets: { password: 'sandbox-automate-password-8802' } };
    const result = await connectwiseAutomate.test(testContext(connectwiseAutomate, changedConnection(vendor, changes)));
    expect(result.summary).toContain('0 clients, 0 computers');
    expect(result.warnings.join(' ')).toMatch(/hides what the user class does not reach/);
  });
  it('quirk 7: a self-signed certificate is refused, and said in words', async () => {
    const { startSelfSigned } = await import('./testing/self-signed-server.ts');
    const server = await startSelfSigned();
    try {
      const on = testContext(connectwiseAutomate, changedConnection(vendor, { settings: { server: server.origin } }));
      const error = await errorOf(connectwiseAutomate.test(on));
      expect([error.kind, error.maybeApplied]).toEqual(['wrong-host', false]);
      expect(error.message).toMatch(/SELF_SIGNED.*certificate/);
    } finally {
      await server.close();
    }
  });
});

describe('lists', () => {
  it('quirk 2: the documented names do nothing; the ones that work are sent', async () => {
    const on = context();
    await devices(on, 3);
    const url = new URL(on.sent.at(-1)?.url ?? '');
    expect([url.searchParams.get('page'), url.searchParams.get('pagesize')]).toEqual(['1', '3']);
    const ignored = await on.send({
      method: 'GET',
      url: `${vendor.origin}/cwa/api/v1/Computers?options.pageSize=1`,
      headers: on.sent.at(-1)?.headers ?? {},
      mutates: false,
    });
    expect(z.array(z.unknown()).parse(ignored.json).length).toBeGreaterThan(1);
  });
  it('quirk 3: ids are text in one model and numbers in the other; here they are always text', async () => {
    const list = await capabilities['device.list']?.run(context(), { limit: 1 }, no);
    expect(list?.items[0]).toMatchObject({ id: '201', client: { id: '11' }, site: { id: '31' } });
    expect((await status())?.services).toHaveProperty('winrm');
  });
  it('quirk 8: a list ends with an empty page, not with a short one', async () => {
    const last = await devices(context(), 15);
    expect([last?.items.length, last?.next]).toEqual([15, '2']);
    expect(await capabilities['device.list']?.run(context(), { limit: 15, cursor: '2' }, no)).toEqual({
      items: [],
      next: null,
    });
  });
  it('only the computers of the client that was asked for', async () => {
    const list = await capabilities['device.list']?.run(context(), { client: '12', limit: 100 }, no);
    expect(list?.items.map(({ name }) => name).sort()).toEqual([
      'NORTH-FS01',
      'NORTH-WS-001',
      'NORTH-WS-002',
      'NORTH-WS-003',
    ]);
    expect(
      (await errorOf(capabilities['device.list']?.run(context(), { client: '1 or 1 = 1', limit: 9 }, no))).kind,
    ).toBe('invalid-input');
  });
  it('quirk 4: a refusal is understood whether it says message or Message', async () => {
    const shape = z.unknown();
    const bad = await errorOf(
      firstOf(context(), { shape, path: '/Computers', action: 'x', condition: 'nonsense ?' }, 1),
    );
    expect([bad.kind, bad.message]).toEqual(['invalid-input', expect.stringContaining('Invalid condition')]);
    const gone = await errorOf(firstOf(context(), { shape, path: '/Nothing', action: 'x' }, 1));
    expect([gone.kind, gone.message]).toEqual(['not-found', expect.stringContaining('No HTTP resource')]);
  });
});

describe('times', () => {
  it('quirk 6: a time without a zone is the server’s own, one with a zone is what it says', async () => {
    const device = sandbox.world.device('205');
    for (const serverOffsetMinutes of [-300, 570, 0]) {
      quirk({ serverOffsetMinutes });
      const found = await status();
      expect(Math.abs(Date.parse(found?.lastBootAt ?? '') - (device?.lastBootAtMs ?? 0))).toBeLessThan(1_000);
      expect(Math.abs(Date.parse(found?.lastSeenAt ?? '') - Date.now())).toBeLessThan(60_000);
    }
  });
  it.each([-720, 840])(
    'quirk 6: a server %i minutes away hides no alert from the poll, and none is told twice',
    async (offset) => {
      quirk({ serverOffsetMinutes: offset });
      const [poll] = connectwiseAutomate.triggers.polls;
      const first = await poll?.poll(context(), null);
      const device = sandbox.world.device('NORTH-WS-002');
      if (!device) throw new Error('no device');
      const alert = sandbox.world.raiseAlert(device, 'print.queue');
      const second = await poll?.poll(context(), JSON.parse(JSON.stringify(first?.cursor)));
      expect(second?.hints).toMatchObject([
        { entity: 'alert', id: String(alert.id), change: 'created', deviceId: '208' },
      ]);
      const third = await poll?.poll(context(), JSON.parse(JSON.stringify(second?.cursor)));
      expect(third?.hints).toEqual([]);
      solve(alert);
    },
  );
  it('an alert that is solved only disappears: the poll tells of it once', async () => {
    const [poll] = connectwiseAutomate.triggers.polls;
    const device = machine('NORTH-WS-001');
    const alert = sandbox.world.raiseAlert(device, 'print.queue');
    const next = (cursor: unknown) => poll?.poll(context(), JSON.parse(JSON.stringify(cursor)));
    const first = await poll?.poll(context(), null);
    expect(first?.hints).toContainEqual(expect.objectContaining({ id: String(alert.id), change: 'created' }));
    solve(alert);
    const second = await next(first?.cursor);
    expect(second?.hints).toEqual([
      { entity: 'alert', id: String(alert.id), change: 'cleared', deviceId: null, at: null },
    ]);
    expect((await next(second?.cursor))?.hints).toEqual([]);
  });
  it('a server that does not understand lists of ids has not said that anything is solved', async () => {
    const [poll] = connectwiseAutomate.triggers.polls;
    const alert = sandbox.world.raiseAlert(machine('NORTH-WS-001'), 'print.queue');
    const first = await poll?.poll(context(), null);
    solve(alert);
    const on = context();
    const { send } = on;
    on.send = (request) => send({ ...request, url: request.url.replace('%20in%20', '%20among%20') });
    const second = await poll?.poll(on, JSON.parse(JSON.stringify(first?.cursor)));
    expect(vendor.exchanges.some(({ path, status }) => path.endsWith('/Alerts') && status === 400)).toBe(true);
    expect(second?.hints).toEqual([]);
    const third = await poll?.poll(context(), JSON.parse(JSON.stringify(second?.cursor)));
    expect(third?.hints).toMatchObject([{ id: String(alert.id), change: 'cleared' }]);
  });
  it('quirk 11: an agent that has not called for a while is not online, whatever its status says', async () => {
    const later = context({ now: () => new Date(Date.now() + 20 * 60_000) });
    expect([(await status())?.online, (await status('205', later))?.online]).toEqual([true, false]);
  });
});

describe('commands', () => {
  const command = {
    device: '205',
    shell: 'powershell' as const,
    text: 'Get-Service -Name $service',
    parameters: { service: 'WinRM' },
    timeoutSeconds: 60,
    maxOutputCharacters: 2_000,
  };
  const run = (changes: Partial<typeof command> | { shell: 'cmd' | 'bash' }, tag = newTag()) =>
    capabilities['command.run']?.start(context(), { ...command, ...changes }, { tag });

  it('quirk 5: what is sent has "!!!" between program and arguments, and every double quote behind a backslash', async () => {
    const on = context();
    const text = 'Write-Output "the service is $service"';
    const ref = await capabilities['command.run']?.start(on, { ...command, text }, { tag: newTag() });
    const sent = z.object({ Parameters: z.tuple([z.string()]) }).parse(on.mutations()[0]?.json).Parameters[0];
    expect(sent).toMatch(/^powershell\.exe!!! -NoProfile -NonInteractive -Command "\$service='WinRM';\$RunTag='/);
    expect(sent).toContain('Write-Output \\"the service is $service\\"');
    expect(await finish('command.run', ref)).toMatchObject({
      outcome: 'success',
      exitCode: 0,
      output: 'the service is WinRM',
    });
  });
  it('quirk 5: without it the agent finds no such program; that is a failure with its words', async () => {
    const ref = await run({});
    for (const each of state().commands) Object.assign(each, { runId: null });
    expect(await finish('command.run', ref)).toMatchObject({
      outcome: 'failure',
      exitCode: null,
      output: expect.stringContaining('cannot find'),
    });
  });
  it.each([
    ['a cmdlet that fails', { text: 'Restart-Service -Name Nope' }, { outcome: 'failure', exitCode: 1 }],
    ['an exit, whose code nobody tells', { text: 'exit 0' }, { outcome: 'failure', exitCode: null, output: '' }],
    ['cmd with its own exit code', { shell: 'cmd' as const, text: 'exit /b 5' }, { outcome: 'failure', exitCode: 5 }],
    [
      'cmd with a variable',
      { shell: 'cmd' as const, text: 'echo [%service%]' },
      { outcome: 'success', output: '[WinRM]' },
    ],
  ])('%s', async (_what, changes, expected) => {
    expect(await finish('command.run', await run(changes))).toMatchObject(expected);
  });
  it('quirk 12: an answered command that has left the queue is read, and found by its tag, in the history', async () => {
    quirk({ emptiesCommandQueue: true });
    const tag = newTag();
    const ref = await run({}, tag);
    expect((await finish('command.run', ref)).output).toContain('WinRM');
    const found = await capabilities['command.run']?.reconcile(context(), command, { tag, notBefore: new Date(0) });
    expect(found).toMatchObject({ found: true, job: { commandId: ref?.commandId ?? '' } });
  });
  it.each([
    ['bash', { shell: 'bash' as const }, 'unsupported'],
    ['"!!!"', { text: 'Write-Output "help!!!"' }, 'invalid-input'],
    ['two lines for cmd', { shell: 'cmd' as const, text: 'echo a\necho b' }, 'invalid-input'],
  ])('%s is refused before anything is sent', async (_what, changes, kind) => {
    const on = context();
    const error = await errorOf(capabilities['command.run']?.start(on, { ...command, ...changes }, { tag: newTag() }));
    expect([error.kind, on.mutations().length]).toEqual([kind, 0]);
  });
  it('a computer that never calls is said to have been waited for, and that the command may still run', async () => {
    const device = sandbox.world.device('205');
    if (device) device.isOnline = false;
    try {
      const ref = await run({});
      expect(await capabilities['command.run']?.poll(context(), ref ?? {})).toMatchObject({ state: 'pending' });
      const later = context({ now: () => new Date(Date.now() + 8 * 60_000) });
      const error = await errorOf(capabilities['command.run']?.poll(later, ref ?? {}));
      expect([error.kind, error.message]).toEqual(['timeout', expect.stringContaining('may still run')]);
    } finally {
      if (device) device.isOnline = true;
    }
  });
});

describe('scripts', () => {
  const script = { device: '207', script: 'restart-service', parameters: { service: 'WinRM' } };
  const later = () => context({ now: () => new Date(Date.now() + 60_000) });
  const start = (changes: Partial<typeof script> = {}) =>
    capabilities['script.run']?.start(context(), { ...script, ...changes }, { tag: newTag() });

  it('without a report the history tells how it ended, and never an output', async () => {
    expect(await finish('script.run', await start())).toMatchObject({
      outcome: 'success',
      exitCode: null,
      output: null,
    });
    const failed = await finish('script.run', await start({ parameters: { service: 'Nope' } }));
    expect([failed.outcome, failed.output]).toEqual(['failure', null]);
  });
  it('two runs of one script that ended differently are not told apart, so nothing is claimed', async () => {
    const device = '208';
    const good = await start({ device });
    await start({ device, parameters: { service: 'Nope' } });
    const ended = () =>
      sandbox.world.state.scriptRuns.filter((one) => one.deviceId === 208 && one.state === 'finished');
    await eventually(() => (ended().length === 2 ? true : undefined), 'both ended');
    // the failure may be the line of this run as well as the success
    expect(await capabilities['script.run']?.poll(later(), good ?? {})).toMatchObject({ state: 'pending' });
  });
  it('a run beside one that somebody had started before may be either line of the history: how it ended is unknown', async () => {
    const device = '210';
    const known = sandbox.world.state.scripts.find(({ name }) => name === script.script);
    const parameters = { service: 'WinRM' };
    const { dials } = sandbox.world;
    dials.scriptLagMs = 400;
    sandbox.world.startScript({
      deviceId: 210,
      scriptId: known?.id ?? 0,
      via: 'connectwise/automate',
      tag: null,
      parameters,
    });
    const ref = await start({ device });
    dials.scriptLagMs = 40;
    const ended = await finish('script.run', ref);
    expect(ended).toMatchObject({ outcome: 'unknown', exitCode: null, output: null });
    expect(await finish('script.run', await start({ device }))).toMatchObject({ outcome: 'success' });
  });
  it('a report that comes while the history is read counts: the history only knows that the script came to its end', async () => {
    const reported = { outcome: 'failure' as const, exitCode: 1, output: 'No.', startedAt: null, finishedAt: null };
    let reads = 0;
    const scriptCallbacks = {
      open: async () => ({ url: 'http://127.0.0.1:9/once' }),
      read: async () => (reads++ === 0 ? null : reported),
    };
    const ref = await capabilities['script.run']?.start(
      context({ scriptCallbacks }),
      { ...script, device: '211' },
      { tag: newTag() },
    );
    await eventually(
      () => sandbox.world.state.scriptRuns.find((one) => one.deviceId === 211 && one.state === 'finished'),
      'it ran',
    );
    const on = context({ scriptCallbacks, now: () => new Date(Date.now() + 60_000) });
    expect(await capabilities['script.run']?.poll(on, ref ?? {})).toEqual({ state: 'done', output: reported });
  });
  it('an agent that is offline is skipped, and that is said', async () => {
    const device = sandbox.world.device('209');
    if (device) device.isOnline = false;
    const error = await errorOf(start({ device: '209' }));
    if (device) device.isOnline = true;
    expect([error.kind, error.maybeApplied, error.message]).toEqual([
      'conflict',
      false,
      expect.stringContaining('offline'),
    ]);
  });
  it('a script nobody knows is not found, and nothing is sent', async () => {
    const on = context();
    const error = await errorOf(
      capabilities['script.run']?.start(on, { ...script, script: 'no-such' }, { tag: newTag() }),
    );
    expect([error.kind, on.mutations().length]).toEqual(['not-found', 0]);
  });
  it('a run nobody reported cannot be found again, and is not claimed to be', async () => {
    const tag = newTag();
    await capabilities['script.run']?.start(context(), script, { tag });
    expect(await capabilities['script.run']?.reconcile(context(), script, { tag, notBefore: new Date(0) })).toEqual({
      found: false,
    });
  });
});
