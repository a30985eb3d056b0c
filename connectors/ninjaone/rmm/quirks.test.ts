// What breaks integrations with NinjaOne, one by one: the sandbox does it, the connector copes or says it in words.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobRef } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { Json, WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { TestTokens, testContext } from '#connectors/sdk/testing/test-context.ts';
import { ninjaoneRmm } from './connector.ts';
import { initialNinjaState, type NinjaQuirks, type NinjaSandboxState } from './sandbox/ninja-state.ts';
import { ninjaoneSandbox } from './sandbox/sandbox.ts';
import { connectionOf, machineConnection } from './testing/connections.ts';

const { capabilities } = ninjaoneRmm;
const script = { device: '205', script: 'restart-service', parameters: { service: 'WinRM' } };
let tags = 0;
const newTag = () => `mspclaw:0197c3de-0000-7000-8000-000000000002:fix[0].run:${++tags}`;

let sandbox: Sandbox;
let vendor: VendorSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    vendors: [{ dialect: ninjaoneSandbox }],
    dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 50 },
  });
  const found = sandbox.vendors['ninjaone/rmm'];
  if (!found) throw new Error('no sandbox');
  vendor = found;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  vendor.clearFaults();
  const state: NinjaSandboxState = initialNinjaState();
  state.nextChain = 1_000 + ++tags;
  sandbox.world.state.dialects['ninjaone/rmm'] = state;
});

const quirk = (changes: Partial<NinjaQuirks>) =>
  Object.assign((vendor.dialectState() as NinjaSandboxState).quirks, changes);
const user = (options?: Parameters<typeof testContext>[2]) => testContext(ninjaoneRmm, vendor.connection(), options);
const machine = () => testContext(ninjaoneRmm, machineConnection(vendor));
const device = (name: string): WorldDevice => {
  const known = sandbox.world.device(name);
  if (!known) throw new Error(name);
  return known;
};
const errorOf = async (promise: Promise<unknown> | undefined): Promise<ConnectorError> => {
  const error = await promise?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
};
const finish = (ref: JobRef | undefined, on = user()) =>
  eventually(async () => {
    const progress = await capabilities['script.run']?.poll(on, ref ?? {});
    return progress?.state === 'done' ? progress.output : undefined;
  }, 'the script ends');

describe('signing in', () => {
  it('a machine app may not run scripts: the refusal says why and what to do, and nothing ran', async () => {
    const before = sandbox.ledger.lines().length;
    const error = await errorOf(capabilities['script.run']?.start(machine(), script, { tag: newTag() }));
    expect([error.kind, error.maybeApplied]).toEqual(['forbidden', false]);
    expect(error.message).toMatch(/user_context_required/);
    expect(error.message).toMatch(/"User"/);
    expect(sandbox.ledger.lines().length).toBe(before);
  });
  it('a machine connection is told so when it is tested, and works otherwise', async () => {
    const result = await ninjaoneRmm.test(machine());
    expect(result.summary).toBe('4 organizations, 15 devices, 6 scripts');
    expect(result.warnings.join()).toMatch(/user_context_required/);
    expect((await ninjaoneRmm.test(user())).warnings).toEqual([]);
  });
  it('the wrong region says which host it asked and names the others', async () => {
    const error = await errorOf(
      ninjaoneRmm.test(testContext(ninjaoneRmm, connectionOf(vendor, { settings: { clientId: 'x' } }))),
    );
    expect(error.kind).toBe('wrong-host');
    expect(error.message).toContain(vendor.origin);
    expect(error.message).toContain('eu');
  });
  it('a refresh token works once, and the rotated one is used from then on, also by a second process', async () => {
    const connection = vendor.connection();
    const tokens = new TestTokens();
    const first = testContext(ninjaoneRmm, connection, { tokens });
    const second = testContext(ninjaoneRmm, connection, { tokens });
    await Promise.all([ninjaoneRmm.test(first), ninjaoneRmm.test(second)]);
    for (let round = 0; round < 3; round++) {
      await tokens.drop('user-session');
      await Promise.all([ninjaoneRmm.test(first), ninjaoneRmm.test(second)]);
    }
    const signIns = [...first.sent, ...second.sent].filter((request) => request.form);
    const used = signIns.map((request) => request.form?.refresh_token);
    expect(used.length).toBe(4);
    expect(new Set(used).size).toBe(4);
    // without the store, the token of the form is dead by now
    const error = await errorOf(ninjaoneRmm.test(testContext(ninjaoneRmm, connection)));
    expect(error.kind).toBe('unauthenticated');
    expect(error.message).toMatch(/consent again/);
  });
  it('a token that ends early costs a read one more try, and a change none', async () => {
    const on = user();
    await ninjaoneRmm.test(on);
    const forget = () => {
      (vendor.dialectState() as NinjaSandboxState).tokens = {};
    };
    forget();
    await capabilities['script.list']?.run(on, {}, { tag: '' });
    const alert = sandbox.world.raiseAlert(device('ACME-WS-010'), 'disk.space', {});
    const reads = on.send;
    // the token dies between the look and the reset
    const between = {
      ...on,
      send: async (request: Parameters<typeof reads>[0]) => {
        if (request.mutates) forget();
        return reads(request);
      },
    };
    const error = await errorOf(
      capabilities['alert.resolve']?.run(between, { alert: alert.uid, reason: 'x' }, { tag: newTag() }),
    );
    expect([error.kind, error.maybeApplied, on.mutations().length]).toEqual(['unauthenticated', false, 1]);
    await capabilities['alert.resolve']?.run(on, { alert: alert.uid, reason: 'x' }, { tag: newTag() });
  });
  it('asks only once for a token that is never accepted', async () => {
    quirk({ tokenSeconds: -1 });
    const on = user();
    expect((await errorOf(capabilities['script.list']?.run(on, {}, { tag: '' }))).kind).toBe('unauthenticated');
    expect(on.sent.filter((request) => !request.form).length).toBe(2);
  });
  it('the error families of the API: no header, malformed header, unknown token', async () => {
    const ask = async (authorization?: string) => {
      const response = await fetch(`${vendor.origin}/v2/devices`, authorization ? { headers: { authorization } } : {});
      return [response.status, ((await response.json()) as { error_code: number }).error_code];
    };
    expect(await ask()).toEqual([400, 2]);
    expect(await ask('nonsense')).toEqual([400, 1]);
    expect(await ask('Bearer nonsense')).toEqual([401, 10]);
  });
  it('the sandbox answers below /v2 and /api/v2 alike', async () => {
    const on = machine();
    await ninjaoneRmm.test(on);
    const authorization = on.sent.at(-1)?.headers?.authorization ?? '';
    const [plain, prefixed] = await Promise.all(
      ['/v2/devices', '/api/v2/devices'].map(async (path) =>
        (await fetch(`${vendor.origin}${path}`, { headers: { authorization } })).text(),
      ),
    );
    expect(plain).toBe(prefixed);
    expect(plain).toContain('ACME-DC01');
  });
});

describe('throttling and drift', () => {
  it('an HTML page with status 200 is throttling, not an empty list', async () => {
    const on = user();
    await ninjaoneRmm.test(on);
    vendor.addFault({ kind: 'html', status: 200 });
    const lists = {
      devices: () => capabilities['device.list']?.run(on, { limit: 5 }, { tag: '' }),
      alerts: () => capabilities['alert.list']?.run(on, {}, { tag: '' }),
      scripts: () => capabilities['script.list']?.run(on, {}, { tag: '' }),
    };
    for (const [name, list] of Object.entries(lists)) {
      const error = await errorOf(list());
      expect([name, error.kind, error.retryable]).toEqual([name, 'rate-limited', true]);
    }
  });
  it('a page instead of an answer never counts as a script that was started', async () => {
    const start = async (fault: Parameters<VendorSandbox['addFault']>[0]) => {
      vendor.clearFaults();
      vendor.addFault({ ...fault, method: 'POST', path: '/script/run' });
      return errorOf(capabilities['script.run']?.start(user(), script, { tag: newTag() }));
    };
    const throttled = await start({ kind: 'html', status: 200 });
    expect([throttled.kind, throttled.maybeApplied]).toEqual(['rate-limited', false]);
    vendor.clearFaults();
    const on = user();
    const odd: typeof on = {
      ...on,
      send: async (request) =>
        request.url.endsWith('/script/run')
          ? { status: 200, headers: {}, text: '<html>Sign in</html>', json: undefined }
          : on.send(request),
    };
    const page = await errorOf(capabilities['script.run']?.start(odd, script, { tag: newTag() }));
    // somebody answered; whether NinjaOne heard of it nobody knows
    expect([page.kind, page.maybeApplied]).toEqual(['bad-answer', true]);
  });
  it('an HTML page that is no throttling is a bad answer, never data', async () => {
    const on = user();
    await ninjaoneRmm.test(on);
    const page = { status: 200, headers: {}, text: '<html>Sign in</html>', json: undefined };
    const odd = { ...on, send: async () => page };
    expect((await errorOf(capabilities['alert.list']?.run(odd, {}, { tag: '' }))).kind).toBe('bad-answer');
  });
  it('a collection this instance does not have is unsupported, not empty and not a missing record', async () => {
    quirk({ missing: ['/automation/scripts', '/alerts'] });
    expect((await errorOf(capabilities['script.list']?.run(user(), {}, { tag: '' }))).kind).toBe('unsupported');
    expect((await errorOf(capabilities['alert.list']?.run(user(), {}, { tag: '' }))).kind).toBe('unsupported');
    const tested = await ninjaoneRmm.test(user());
    expect(tested.warnings.join()).toMatch(/Scripts cannot be listed/);
  });
  it('a status without its side calls is still a status, with null for what is not known', async () => {
    quirk({ missing: ['/queries/', '/windows-services', '/os-patch-installs', '/last-logged-on-user', '/volumes'] });
    const status = await capabilities['device.status']?.run(user(), { device: '206' }, { tag: '' });
    expect(status).toMatchObject({
      name: 'ACME-DC01',
      patches: null,
      services: null,
      systemDrive: null,
      health: 'unknown',
    });
    // the device's own answer still has these
    expect(status?.lastBootAt).not.toBeNull();
    expect(status?.lastUser).toBe('ACME\\administrator');
  });
});

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

describe('scripts', () => {
  it.each(['integer', 'id', 'activityId', 'jobUid', 'uuid', 'empty'] as const)(
    'the run call may answer with %s',
    async (runAnswer) => {
      quirk({ runAnswer });
      const tag = newTag();
      const ref = await capabilities['script.run']?.start(user(), script, { tag });
      const result = await finish(JSON.parse(JSON.stringify(ref)) as JobRef);
      expect(result).toMatchObject({ outcome: 'success', exitCode: 0 });
      expect(result.output).toMatch(/WinRM/);
      expect(sandbox.ledger.executionsByTag()[tag]).toBe(1);
    },
  );
  it('the parameters arrive as typed, with the tag', async () => {
    const tag = newTag();
    const on = user();
    const parameters = { service: 'WinRM', keepDays: 14, force: true, path: 'C:\\Temp\\a b' };
    await finish(await capabilities['script.run']?.start(on, { ...script, parameters }, { tag }));
    expect(on.mutations()[0]?.json).toEqual({
      type: 'SCRIPT',
      id: 101,
      runAs: 'system',
      parameters: `-Service "WinRM" -KeepDays 14 -Force "true" -Path "C:\\Temp\\a b" -RunTag "${tag}"`,
    });
    const executed = sandbox.ledger.lines().find((line) => line.tag === tag && line.what === 'executed');
    expect(executed?.parameters).toMatchObject({ Service: 'WinRM', KeepDays: '14', Path: 'C:\\Temp\\a b' });
  });
  it.each([
    ['trailing backslash', { path: 'C:\\' }],
    ['typographic quote', { text: 'a” -Evil “b' }],
    ['our own tag', { runTag: 'mspclaw:other' }],
    ['infinity', { days: Number.POSITIVE_INFINITY }],
    ['too long', Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`p${index}`, 'x'.repeat(500)]))],
  ])('refuses %s before anything is sent', async (_what, parameters) => {
    const on = user();
    const error = await errorOf(capabilities['script.run']?.start(on, { ...script, parameters }, { tag: newTag() }));
    expect([error.kind, on.mutations().length]).toEqual(['invalid-input', 0]);
  });
  it.each([
    ['scriptId', { type: 'SCRIPT', scriptId: 101 }],
    ['SYSTEM', { type: 'SCRIPT', id: 101, runAs: 'SYSTEM' }],
    ['a metacharacter', { type: 'SCRIPT', id: 101, parameters: 'a;b' }],
  ])('the sandbox refuses %s as the vendor does', async (_what, body) => {
    const on = user();
    await ninjaoneRmm.test(on);
    const headers = { authorization: on.sent.at(-1)?.headers?.authorization ?? '', 'content-type': 'application/json' };
    const answer = await fetch(`${vendor.origin}/v2/device/205/script/run`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
  });
  it('a script that fails is a failure with its exit code and its words', async () => {
    const ref = await capabilities['script.run']?.start(
      user(),
      { ...script, parameters: { service: 'Nope' } },
      { tag: newTag() },
    );
    const result = await finish(ref);
    expect(result).toMatchObject({ outcome: 'failure', exitCode: 2 });
    expect(result.output).toContain('Nope');
  });
  it('a script of an unknown name is not found, and nothing is sent', async () => {
    const on = user();
    const error = await errorOf(
      capabilities['script.run']?.start(on, { ...script, script: 'no-such' }, { tag: newTag() }),
    );
    expect([error.kind, on.mutations().length]).toEqual(['not-found', 0]);
  });
  it('the result field may be WYSIWYG', async () => {
    quirk({ resultFieldIsWysiwyg: true });
    expect((await finish(await capabilities['script.run']?.start(user(), script, { tag: newTag() }))).output).toMatch(
      /WinRM/,
    );
  });
  it('the result of another run in the field is not ours', async () => {
    // a device of its own: within a second the feed could not tell it from the runs above
    const quiet = { ...script, device: '201' };
    const ref = await capabilities['script.run']?.start(user(), quiet, { tag: newTag() });
    const other = { ...quiet, script: 'collect-diagnostics', parameters: {} };
    const otherRef = await capabilities['script.run']?.start(user(), other, { tag: newTag() });
    // the other run has overwritten the field by now
    expect((await finish(otherRef)).output).toContain('failedPatches');
    const late = user({ now: () => new Date(Date.now() + 120_000) });
    const result = await finish(ref, late);
    expect([result.outcome, result.output]).toEqual(['success', null]);
  });

  const quietDevices = ['202', '203', '204', '207'];
  const nextQuietDevice = () => quietDevices.shift() ?? '208';
  const withoutField = async (quirks: Partial<NinjaQuirks>) => {
    quirk({ hasResultField: false, runAnswer: 'empty', ...quirks });
    const tag = newTag();
    const ref = await capabilities['script.run']?.start(user(), { ...script, device: nextQuietDevice() }, { tag });
    // the feed alone is believed only after the field had its time
    await eventually(() => sandbox.ledger.executionsByTag()[tag], 'it ran');
    const early = await capabilities['script.run']?.poll(user(), ref ?? {});
    expect(early?.state).toBe('pending');
    return finish(ref, user({ now: () => new Date(Date.now() + 120_000) }));
  };
  it.each([
    ['as an object', {}],
    ['as a bare array', { bareActivities: true }],
    ['with the activity ids the wrong way round', { swapsActivityIds: true }],
  ])('without the field the feed tells the end, late and without output: %s', async (_what, quirks) => {
    const result = await withoutField(quirks);
    expect(result).toMatchObject({ outcome: 'success', output: null });
    expect(result.finishedAt).toMatch(/Z$/);
  });
  it('two runs of the same script at once are not mistaken for each other in the feed', async () => {
    quirk({ hasResultField: false, runAnswer: 'empty' });
    const quiet = { ...script, device: '209' };
    const refs = await Promise.all(
      [newTag(), newTag()].map(async (tag) => capabilities['script.run']?.start(user(), quiet, { tag })),
    );
    const events = async () =>
      (await capabilities['device.events']?.run(user(), { device: '209', limit: 50 }, { tag: '' }))?.items;
    await eventually(async () => {
      const completed = (await events())?.filter((item) => item.kind === 'script.completed');
      return completed?.length === 2 ? true : undefined;
    }, 'the feed shows the end of both');
    const late = user({ now: () => new Date(Date.now() + 120_000) });
    for (const ref of refs) expect((await capabilities['script.run']?.poll(late, ref ?? {}))?.state).toBe('pending');
  });
  it('a run somebody started by hand is never taken for ours after a crash', async () => {
    quirk({ hasResultField: false });
    const tag = newTag();
    const notBefore = new Date();
    const ref = await capabilities['script.run']?.start(user(), script, { tag: newTag() });
    expect(ref).toBeDefined();
    await eventually(async () => {
      const { items = [] } =
        (await capabilities['device.events']?.run(user(), { device: '205', limit: 5 }, { tag: '' })) ?? {};
      return items.some((item) => item.kind === 'script.completed') ? true : undefined;
    }, 'the feed shows it');
    expect(await capabilities['script.run']?.reconcile(user(), script, { tag, notBefore })).toEqual({ found: false });
  });
});

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
    ['ACME-WS-012', 'print.queue', {}, { kind: 'other', data: { documents: 14 } }],
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
