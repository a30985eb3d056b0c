// `mspclaw demo`: the main job without a browser. A real alert of the sandbox RMM travels through a real
// installation in a temporary folder; what is printed at the end is read back from the sandbox vendors.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareStack, type Stack } from '../stack/prepare-stack.ts';
import { createProgress } from '../stack/progress.ts';
import { type RunningStack, runStack } from '../stack/run-stack.ts';
import { playScenario } from './demo/play-scenario.ts';
import { printTimeline } from './demo/print-timeline.ts';
import { isScenarioName, scenarios } from './demo/scenarios.ts';
import { readEnv } from './read-env.ts';

export async function run(options: { json?: boolean; scenario?: string }): Promise<number> {
  const name = options.scenario ?? 'simple';
  if (!isScenarioName(name))
    throw new Error(`There is no scenario "${name}". There are: ${Object.keys(scenarios).join(', ')}.`);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mspclaw-demo-'));
  const env = readEnv({
    MSPCLAW_DATA_DIR: dataDir,
    PORT: '0',
    MSPCLAW_SANDBOX_PORT: '0',
    MSPCLAW_PG_PORT: '0',
    MSPCLAW_URL: '',
    DATABASE_URL: '',
    DATABASE_APP_URL: '',
    MSPCLAW_SECRET: '',
    MSPCLAW_LOG: process.env.MSPCLAW_LOG ?? 'error',
  });
  const progress = createProgress({ quiet: false });
  let stack: Stack | undefined;
  let running: RunningStack | undefined;
  const cleanUp = async () => {
    await running?.stop();
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.once('SIGINT', () => void cleanUp().finally(() => process.exit(130)));
  try {
    progress.say(`\nMSPclaw demo: ${scenarios[name].title}\n`);
    stack = await prepareStack(env, progress);
    running = await runStack(env, stack, { web: 'receiver-only', workers: 1, sandbox: true }, progress, (part, line) =>
      progress.say(`[${part}] ${line}`),
    );
    const { sandbox } = running;
    if (!sandbox) throw new Error('The sandbox vendors did not start.');
    process.env.DATABASE_APP_URL = stack.appUrl;
    const result = await playScenario(scenarios[name], sandbox.control, progress);
    printTimeline(result, progress);
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    return result.ok ? 0 : 1;
  } finally {
    await cleanUp();
  }
}
