// What breaks integrations with ScreenConnect. The sandbox does it, the connector copes or says it in words.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { newTag } from '#connectors/sdk/testing/new-tag.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseScreenconnect } from './connector.ts';
import {
  capabilities,
  context,
  finish,
  machine,
  quirk,
  sandbox,
  startScreenConnect,
  vendor,
} from './testing/screenconnect-harness.ts';

startScreenConnect();
const no = { tag: 'mspclaw:none:1' };
const list = (on = context()) => capabilities['device.list']?.run(on, { limit: 100 }, no);
const status = (name = 'ACME-WS-014', on = context()) =>
  capabilities['device.status']?.run(on, { device: machine(name).uid }, no);
const command = {
  shell: 'powershell' as 'powershell' | 'cmd' | 'bash',
  text: 'Get-Service -Name $service',
  parameters: { service: 'WinRM' },
  timeoutSeconds: 30,
  maxOutputCharacters: 2_000,
};
const start = (changes: Partial<typeof command> = {}, { name = 'ACME-WS-014', tag = newTag(), on = context() } = {}) =>
  capabilities['command.run']?.start(on, { ...command, ...changes, device: machine(name).uid }, { tag });
const sentText = (on: ReturnType<typeof context>) =>
  z.tuple([z.string(), z.string()]).parse(on.mutations()[0]?.json)[1];

describe('commands', () => {
  it('quirk 1: the limits are always sent, in front of the command', async () => {
    const on = context();
    await start({}, { on });
    expect(sentText(on)).toMatch(/^#!ps\n#timeout=30000\n#maxlength=22000\n\$service='WinRM';\$RunTag='mspclaw:/);
  });
  it('quirk 1: a command that was killed is no success, and what it printed until then is told', async () => {
    const result = await finish(await start({ text: 'echo begun\nStart-Sleep -Seconds 60', timeoutSeconds: 5 }));
    expect(result).toMatchObject({ outcome: 'failure', exitCode: null });
    expect(result.output).toMatch(/^begun\n+Killed after 5000 milliseconds$/);
  });
  it('quirk 1: output that was cut is said to be, and is no success', async () => {
    const result = await finish(await start({ text: 'repeat x 60000', maxOutputCharacters: 500 }));
    expect([result.outcome, result.exitCode, result.output?.startsWith('xxx')]).toEqual(['failure', null, true]);
    expect(result.output).toMatch(/cut here/);
  });
  it('quirk 1: a little too much is cut here, and the exit code is still known', async () => {
    const result = await finish(await start({ text: 'repeat x 6000', maxOutputCharacters: 500 }));
    expect(result).toMatchObject({
      outcome: 'success',
      exitCode: 0,
      output: expect.stringMatching(/^x{500}\n\[cut here/),
    });
  });
  it('quirk 2: two commands on one machine are told apart by their marks', async () => {
    const first = await start({ text: 'echo first' });
    const second = await start({ text: 'throw second' });
    expect(await finish(second)).toMatchObject({ outcome: 'failure', exitCode: 1, output: 'second' });
    expect(await finish(first)).toMatchObject({ outcome: 'success', exitCode: 0, output: 'first' });
  });
  it('quirk 2: a command that only waits is found by its tag, and not taken for one that ran', async () => {
    const tag = newTag();
    const on = context();
    const { send } = on;
    on.send = async (request) => {
      const answer = await send(request);
      if (request.mutates) machine('HARBOR-WS-001').isOnline = false;
      return answer;
    };
    const ref = await start({}, { name: 'HARBOR-WS-001', tag, on });
    const query = { tag, notBefore: new Date(0) };
    const input = { ...command, device: machine('HARBOR-WS-001').uid };
    expect(await capabilities['command.run']?.reconcile(context(), input, query)).toMatchObject({ found: true });
    expect(await capabilities['command.run']?.poll(context(), ref ?? {})).toMatchObject({ state: 'pending' });
    const later = context({ now: () => new Date(Date.now() + 5 * 60_000) });
    const error = await errorOf(capabilities['command.run']?.poll(later, ref ?? {}));
    expect([error.kind, error.message]).toEqual(['timeout', expect.stringContaining('may still run')]);
    machine('HARBOR-WS-001').isOnline = true;
  });
  it('a machine that is not connected is sent nothing', async () => {
    machine('HARBOR-WS-001').isOnline = false;
    const on = context();
    const error = await errorOf(start({}, { name: 'HARBOR-WS-001', on }));
    machine('HARBOR-WS-001').isOnline = true;
    expect([error.kind, error.maybeApplied, on.mutations()]).toEqual(['conflict', false, []]);
    expect(error.message).toContain('HARBOR-WS-001 is not connected');
  });
  it('cmd and bash work where they are, and are refused where they are not', async () => {
    expect(await finish(await start({ shell: 'cmd', text: 'echo [%service%]' }))).toMatchObject({
      exitCode: 0,
      output: '[WinRM]',
    });
    const on = context();
    const ref = await start({ shell: 'bash', text: 'echo "it is $service"' }, { name: 'BRIGHT-MAC-01', on });
    expect(sentText(on)).toMatch(/^#timeout=30000\n#maxlength=22000\nservice='WinRM'\n/);
    expect(await finish(ref)).toMatchObject({ exitCode: 0, output: 'it is WinRM' });
    for (const [shell, name] of [
      ['bash', 'ACME-WS-014'],
      ['powershell', 'BRIGHT-MAC-01'],
    ] as const) {
      expect((await errorOf(start({ shell }, { name }))).kind).toBe('unsupported');
    }
  });
});

describe('sessions', () => {
  it('quirk 3: machines are called by their own names, though their sessions have none', async () => {
    const found = await list();
    expect(found?.items.map(({ name }) => name).sort()).toEqual(
      sandbox.world.state.devices.map(({ name }) => name).sort(),
    );
    expect(await status()).toMatchObject({
      name: 'ACME-WS-014',
      client: { id: 'Acme Manufacturing' },
      lastUser: 'ACME\\r.keller',
    });
  });
  it('quirk 4: no method that overwrites something is ever called', async () => {
    await list();
    await finish(await start());
    const methods = new Set(vendor.exchanges.map(({ path }) => path.split('/').at(-1)));
    for (const method of methods) expect(method).toMatch(/^(Get\w+|SendCommandToSession)$/);
  });
  it('quirk 5: the origin of the settings is sent, and a missing one is said in words', async () => {
    quirk({ allowedOrigin: 'https://mspclaw.example' });
    const error = await errorOf(list());
    expect([error.kind, error.message]).toEqual(['forbidden', expect.stringContaining('RESTfulAllowedOrigin')]);
    const connection = changedConnection(vendor, { settings: { allowedOrigin: 'https://mspclaw.example' } });
    expect((await list(testContext(connectwiseScreenconnect, connection)))?.items.length).toBeGreaterThan(3);
  });
  it('quirk 6: a machine is not gone because a busy instance says so twice', async () => {
    quirk({ emptyAnswers: 2 });
    expect((await status())?.name).toBe('ACME-WS-014');
    quirk({ emptyAnswers: 2 });
    expect((await list())?.items.length).toBeGreaterThan(3);
    const gone = await errorOf(
      capabilities['device.status']?.run(context(), { device: '00000000-0000-4000-8000-00000000dead' }, no),
    );
    expect(gone.kind).toBe('not-found');
  });
  it('quirk 7: the secret goes as it is', async () => {
    const on = context();
    await list(on);
    expect(on.sent[0]?.headers?.ctrlauthheader).toBe('sandbox-screenconnect-secret-9301');
  });
  it('quirk 8: a technician who looks at a machine does not make it online', async () => {
    quirk({ hasHost: true });
    const device = machine('ACME-WS-012');
    expect((await status('ACME-WS-012'))?.online).toBe(true);
    device.isOnline = false;
    expect((await status('ACME-WS-012'))?.online).toBe(false);
    device.isOnline = true;
  });
  it('quirk 9: an extension that cannot filter is asked by name, and finds what has none', async () => {
    quirk({ hasFilter: false });
    const names = (await list())?.items.map(({ name }) => name);
    expect([names?.includes('ACME-WS-014'), names?.includes('ACME-DC01')]).toEqual([true, false]);
  });
  it('a host without the extension is a wrong host', async () => {
    const other = { settings: { instance: `${vendor.origin.replace('127.0.0.1', 'localhost')}` } };
    vendor.addFault({ kind: 'status', status: 404, requests: 1 });
    const error = await errorOf(
      connectwiseScreenconnect.test(testContext(connectwiseScreenconnect, changedConnection(vendor, other))),
    );
    expect([error.kind, error.message]).toEqual(['wrong-host', expect.stringContaining('has no RESTful API Manager')]);
  });
  it('the link joins the session on the instance itself, and holds no secret', async () => {
    const { uid } = machine('ACME-WS-014');
    const link = await capabilities['session.link']?.run(context(), { device: uid }, no);
    expect(link).toEqual({ url: `${vendor.origin}/Host#Access/All%20Machines//${uid}/Join`, name: 'ACME-WS-014' });
  });
  it('a script run by nobody else is not claimed: what ran is in the ledger once', async () => {
    const tag = newTag();
    await finish(await start({}, { tag }));
    const ran = await eventually(() => sandbox.ledger.executionsByTag()[tag], 'it is in the ledger');
    expect(ran).toBe(1);
  });
});
