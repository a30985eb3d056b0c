// Starts the whole product once for the browser tests, or uses the one named by MSPCLAW_TEST_URL.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/cli/read-env.ts';
import { findFreePort } from '../../scripts/stack/free-port.ts';

/** The first of so many free ones in a row. */
async function findFreePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = 20_000 + Math.floor(Math.random() * 20_000);
    const wanted = Array.from({ length: count }, (_, at) => first + at);
    const found = await Promise.all(wanted.map((port) => findFreePort(port).catch(() => 0)));
    if (found.every((port, at) => port === wanted[at])) return first;
  }
  throw new Error('No free ports in a row were found.');
}

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.MSPCLAW_TEST_URL) return undefined;
  const sandboxPort = await findFreePorts(3);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-e2e-'));
  const child = spawn(process.execPath, [path.join(root, 'bin/mspclaw.mjs'), 'start', '--json'], {
    cwd: root,
    env: {
      ...process.env,
      MSPCLAW_DATA_DIR: dataDir,
      PORT: '0',
      MSPCLAW_SANDBOX_PORT: String(sandboxPort),
      // a form is filled in by hand with the sandbox's own address, as an operator allows one
      MSPCLAW_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${sandboxPort + 1},127.0.0.1:${sandboxPort + 2}`,
      MSPCLAW_LOG: 'warn',
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ready = await new Promise<{ url: string; sandbox: { control: string }; setupUrl: string | null }>(
    (resolve, reject) => {
      let output = '';
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const line = output.split('\n').find((text) => text.startsWith('{"ok"'));
        if (!line) return;
        const said = JSON.parse(line) as { ok: boolean; error?: string };
        if (said.ok) resolve(JSON.parse(line));
        else reject(new Error(`The product did not start: ${said.error}\n${errors}`));
      });
      child.once('exit', (code) =>
        reject(new Error(`The product did not start (exit code ${code}):\n${output}\n${errors}`)),
      );
    },
  );
  process.env.MSPCLAW_TEST_URL = ready.url;
  process.env.MSPCLAW_TEST_CONTROL = ready.sandbox.control;
  process.env.MSPCLAW_TEST_SETUP_URL = ready.setupUrl ?? '';
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
}
