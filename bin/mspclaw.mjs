#!/usr/bin/env node
// The command line's door. The product needs Node 24, which npm installed beside it; typed by hand with an
// older Node, this file hands over to that one. Plain JavaScript so that any Node can read it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);

if (runsTypeScript) {
  await import('../scripts/cli/main.ts');
} else {
  const bundled = path.join(root, 'node_modules/.bin/node');
  if (!existsSync(bundled)) {
    console.error(
      `MSPclaw needs Node 24; this is ${process.version}, and the one npm brings is not installed.\nFix: npm install   (without --omit=optional)`,
    );
    process.exit(1);
  }
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
