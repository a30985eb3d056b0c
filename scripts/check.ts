// `npm run check`: what can be known without running the product. Every check runs; all failures are shown.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './cli/read-env.ts';
import { generators } from './generate.ts';
import { ensurePrismaClient } from './generated.ts';
import { binOf } from './package-bin.ts';

await ensurePrismaClient();
// routes that a development server knew and that are gone would be type errors
rmSync(path.join(root, '.next/dev/types'), { recursive: true, force: true });
const checks: [name: string, args: string[]][] = [
  ['format and lint', [binOf('@biomejs/biome'), 'ci', '--colors=off', '.']],
  ['lint by types', [binOf('oxlint'), '--type-aware', '--deny-warnings']],
  ['route types', [binOf('next'), 'typegen']],
  ['types', [binOf('typescript'), '--noEmit']],
  [
    'import rules',
    [
      binOf('dependency-cruiser', 'depcruise'),
      '-c',
      '.dependency-cruiser.cjs',
      'app',
      'components',
      'server',
      'connectors',
      'bin',
      'scripts',
      'prisma',
    ],
  ],
  ...generators.map((file): [string, string[]] => [
    `drift of ${file.replace(/^.*generate-|\.ts$/g, '')}`,
    [file, '--check'],
  ]),
];

let failures = 0;
for (const [name, args] of checks) {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    maxBuffer: 64_000_000,
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (status === 0) continue;
  failures += 1;
  console.log(`${stdout}\n${stderr}`.trim().slice(-12_000));
}
if (failures > 0) {
  console.log(`${failures} check(s) failed. "npm run format" and "npm run generate" mend what can be mended.`);
  process.exit(1);
}
