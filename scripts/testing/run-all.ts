// `npm test`: everything that must hold, in one command. `--only name,name` picks stages.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../cli/read-env.ts';
import { ensurePrismaClient } from '../generated.ts';
import { binOf } from '../package-bin.ts';
import { findBrowser } from './find-browser.ts';
import { runStage, type Stage } from './stage.ts';

const minutes = (count: number) => count * 60_000;
const file = (name: string) => path.join(root, name);

const stages: (Stage & { key: string; needs?: string })[] = [
  {
    key: 'unit',
    name: 'Unit, contract and database tests',
    args: [binOf('vitest'), 'run', '--reporter=default', '--reporter=json', '--outputFile.json={report}'],
    timeoutMs: minutes(20),
    counts: 'vitest',
  },
  {
    key: 'crash',
    name: 'Crash suite: kill -9 at every boundary',
    args: [file('server/runtime/crash/crash-suite.ts'), '--kills', '200', '--pauses', '10'],
    timeoutMs: minutes(20),
    counts: 'closing-line',
    needs: 'server/runtime/crash/crash-suite.ts',
  },
  {
    key: 'composed',
    name: 'Composed crash suite: the whole product, kill -9 at random',
    args: [file('server/runtime/crash/composed-suite.ts')],
    timeoutMs: minutes(9),
    counts: 'closing-line',
    needs: 'server/runtime/crash/composed-suite.ts',
  },
  {
    key: 'stacks',
    name: 'Stacks: the same troubles on every pair of PSA and RMM',
    args: [file('server/runtime/stacks/stack-suite.ts')],
    timeoutMs: minutes(20),
    counts: 'closing-line',
    needs: 'server/runtime/stacks/stack-suite.ts',
  },
  {
    key: 'ack',
    name: 'Durable acknowledgement: kill -9 under load',
    args: [file('server/features/ingest/durable-ack/durable-ack-suite.ts')],
    timeoutMs: minutes(6),
    counts: 'closing-line',
    needs: 'server/features/ingest/durable-ack/durable-ack-suite.ts',
  },
  {
    key: 'browser',
    name: 'Browser tests',
    args: [binOf('@playwright/test'), 'test', '--reporter=list,json'],
    timeoutMs: minutes(20),
    counts: 'playwright',
  },
];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : undefined;
const chosen = stages.filter((stage) => !only || only.includes(stage.key));
if (chosen.length === 0) throw new Error(`--only takes some of: ${stages.map((stage) => stage.key).join(', ')}`);

await ensurePrismaClient();
if (chosen.some((stage) => stage.key === 'browser')) process.env.CHROMIUM_PATH = findBrowser();

let [passed, failed, skipped] = [0, 0, 0];
for (const stage of chosen) {
  if (stage.needs && !existsSync(file(stage.needs))) throw new Error(`${stage.needs} is missing.`);
  const result = await runStage(stage);
  passed += result.passed;
  failed += result.failed;
  skipped += result.skipped;
}
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
