// The console's production build, made again only when something it is made of changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { binOf } from '../package-bin.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = ['app', 'components', 'server', 'connectors', 'public', 'prisma/schema.prisma'];
const files = [
  'package.json',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'proxy.ts',
  'instrumentation.ts',
];

export async function ensureConsoleBuild(detail: (text: string) => void): Promise<void> {
  const hash = hashSources();
  const stamp = path.join(root, '.next/source-hash');
  if (existsSync(path.join(root, '.next/BUILD_ID')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return detail('current');
  }
  await buildWhenFree();
  writeFileSync(stamp, hash);
  detail('built');
}

const anotherBuild = 'Another next build process is already running';

/** Somebody else may be building in this checkout: then it is waited for, up to five minutes. */
async function buildWhenFree(): Promise<void> {
  for (const until = Date.now() + 300_000; ; ) {
    try {
      return await build();
    } catch (error) {
      if (!String(error).includes(anotherBuild) || Date.now() > until) throw error;
      await sleep(2_000);
    }
  }
}

function hashSources(): string {
  const hash = createHash('sha256');
  const add = (file: string) => {
    const full = path.join(root, file);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const entry of readdirSync(full).sort()) {
        if (entry !== 'node_modules' && !entry.endsWith('.test.ts')) add(path.join(file, entry));
      }
      return;
    }
    hash.update(file).update('\0').update(readFileSync(full)).update('\0');
  };
  for (const file of [...sources, ...files]) add(file);
  return hash.digest('hex');
}

function build(): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: string[] = [];
    const child = spawn(process.execPath, [binOf('next'), 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The console could not be built:\n${output.join('').slice(-6_000)}`)),
    );
  });
}
