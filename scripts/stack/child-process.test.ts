import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { startChild } from './child-process.ts';

const fixture = (name: string) => fileURLToPath(new URL(`./testing/${name}`, import.meta.url));
const common = { name: 'child', cwd: process.cwd(), env: process.env, readyKey: 'ready' };
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a child of the supervisor', () => {
  it('ends when the supervisor is killed, so that the next start finds its port free', async () => {
    const parent = spawn(process.execPath, [fixture('parent.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000, interval: 20 });
  });

  it('is started again after a crash, and not after it was stopped', async () => {
    const lines: string[] = [];
    const child = await startChild({
      ...common,
      file: fixture('patient-child.ts'),
      restart: true,
      onLine: (_, line) => lines.push(line),
    });
    const first = child.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await vi.waitUntil(() => lines.includes('started again'), { timeout: 10_000, interval: 20 });
    const second = child.pid() ?? 0;
    expect(second).not.toBe(first);
    await child.stop();
    expect(isAlive(second)).toBe(false);
    expect(lines).toEqual(['ended by itself (SIGKILL)', 'started again']);
  });

  it('that dies before it is ready fails the start with what it said', async () => {
    const start = startChild({ ...common, file: fixture('no-such-file.ts'), restart: true, onLine: () => {} });
    await expect(start).rejects.toThrow(/ended \(exit code 1\) before it was ready:[\s\S]*no-such-file/);
  });
});
