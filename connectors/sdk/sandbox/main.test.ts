// The sandbox as a process: it says where it is, and its world and ledger outlive a kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../testing/eventually.ts';

let directory: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mspclaw-sandbox-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

interface Ready {
  control: string;
  vendors: Record<string, string>;
}

async function start(...more: string[]): Promise<Ready & { child: ChildProcess }> {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, '--data', directory, '--script-lag-ms', '10', ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    return { ...(JSON.parse(line) as Ready), child };
  }
  throw new Error('The sandbox ended before it was ready.');
}
const read = async (url: string) => (await (await fetch(url)).json()) as Record<string, unknown>;
const ended = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });

it('serves every connector that has a sandbox, keeps its world over Ctrl-C, and its ledger over a kill', async () => {
  const first = await start();
  expect(Object.keys(first.vendors)).toContain('ninjaone/rmm');
  const connections = (await read(`${first.control}/__sandbox/connections`)) as Record<
    string,
    { settings: { host: string } }
  >;
  expect(connections['ninjaone/rmm']?.settings.host).toBe(first.vendors['ninjaone/rmm']);
  await fetch(`${first.control}/__sandbox/alerts`, { method: 'POST', body: JSON.stringify({ story: 'disk-stuck' }) });
  await ended(first.child, 'SIGINT');

  const second = await start();
  const state = (await read(`${second.control}/__sandbox/state`)) as { alerts: { kind: string }[] };
  expect(state.alerts.map((alert) => alert.kind)).toEqual(['disk.space']);
  const ninja = second.vendors['ninjaone/rmm'] ?? '';
  const { settings, secrets } = ((await read(`${second.control}/__sandbox/connections`)) as never)['ninjaone/rmm'] as {
    settings: { clientId: string };
    secrets: { clientSecret: string; refreshToken: string };
  };
  const granted = await fetch(`${ninja}/ws/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: secrets.refreshToken,
      client_id: settings.clientId,
      client_secret: secrets.clientSecret,
    }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  await fetch(`${ninja}/v2/device/205/script/run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'SCRIPT', id: 106, parameters: '-RunTag "kill-test"' }),
  });
  await eventually(async () => {
    const { executionsByTag } = await read(`${second.control}/__sandbox/ledger`);
    return (executionsByTag as Record<string, number>)['kill-test'] === 1 ? true : undefined;
  }, 'the script ran');
  await ended(second.child, 'SIGKILL');

  const third = await start();
  const { executionsByTag } = await read(`${third.control}/__sandbox/ledger`);
  expect(executionsByTag).toEqual({ 'kill-test': 1 });
});

it('refuses a connector that has no sandbox, with the list of those that have one', async () => {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, '--port', 'no/such=0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).not.toBe(0);
  expect(said).toContain('ninjaone/rmm');
});
