// `npm run generate`: every source that is made from another one.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const generators = globSync('scripts/generate-*.ts', { cwd: root }).sort();

if (import.meta.main) {
  for (const file of generators) {
    const { status } = spawnSync(process.execPath, [file], { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
}
