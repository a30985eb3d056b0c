// `npm run bench`: accepted webhooks per second with commit, end-to-end runs per second, the cost of a durable step.
// Figures move with the machine and its load: the machine and the commands are printed with them.
import { spawnSync } from 'node:child_process';
import { root } from './cli/read-env.ts';
import { ensurePrismaClient } from './generated.ts';

await ensurePrismaClient();
let failures = 0;
for (const file of ['server/features/ingest/bench-ingest.ts', 'server/runtime/bench-runs.ts']) {
  process.stdout.write(`\n$ node ${file}\n`);
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  if (status !== 0) failures += 1;
}
process.exitCode = failures === 0 ? 0 : 1;
