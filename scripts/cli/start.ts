// `mspclaw start`: from a fresh clone to a running product.
import path from 'node:path';
import { type Env, letsOthersIn } from '#server/platform/env.ts';
import { ensureConsoleBuild } from '../stack/build-console.ts';
import { lockDataFolder } from '../stack/data-folder-lock.ts';
import { prepareStack, type Stack } from '../stack/prepare-stack.ts';
import { createProgress } from '../stack/progress.ts';
import { type RunningStack, runStack, type StackParts } from '../stack/run-stack.ts';
import { readEnv } from './read-env.ts';
import { untilStopped } from './until-stopped.ts';

export async function run(options: { json?: boolean; web?: boolean; workers?: string }): Promise<number> {
  const env = readEnv();
  const workers = options.workers === undefined ? env.MSPCLAW_WORKERS : Number(options.workers);
  if (!Number.isInteger(workers) || workers < 0)
    throw new Error(`--workers takes a whole number, not "${options.workers}".`);
  return serve(
    { web: options.web === false ? 'none' : 'production', workers, sandbox: env.MSPCLAW_SANDBOX },
    options.json === true,
  );
}

/** Runs the parts until Ctrl-C or SIGTERM, and leaves nothing behind. */
export async function serve(parts: StackParts, json: boolean): Promise<number> {
  const env = readEnv();
  const progress = createProgress({ quiet: json });
  const unlock = lockDataFolder(path.resolve(env.MSPCLAW_DATA_DIR));
  let stack: Stack | undefined;
  let running: RunningStack | undefined;
  const stop = untilStopped();
  try {
    progress.say('\nMSPclaw\n');
    stack = await prepareStack(env, progress);
    if (parts.web === 'production')
      await progress.step('Console build (half a minute the first time)', ensureConsoleBuild);
    stop.check();
    running = await runStack(env, stack, parts, progress, (name, line) => progress.say(`[${name}] ${line}`));
    announce(running, parts, progress, env);
    if (json)
      process.stdout.write(
        `${JSON.stringify({ ok: true, url: running.url, sandbox: running.sandbox, setupUrl: running.setupUrl })}\n`,
      );
    await stop.requested;
  } catch (error) {
    if (!stop.isRequested()) throw error;
  } finally {
    progress.say('\nStopping ...');
    await running?.stop();
    await stack?.stop();
    unlock();
    progress.say('Stopped.');
  }
  return 0;
}

function announce(
  running: RunningStack,
  parts: StackParts,
  progress: ReturnType<typeof createProgress>,
  env: Env,
): void {
  progress.say('');
  if (running.url) progress.say(`  Open      ${running.url}`);
  if (running.setupUrl) progress.say(`  Set up    ${running.setupUrl}   (works once)`);
  if (running.sandbox && running.url) {
    progress.say('  Sign in   demo@mspclaw.example   password: mspclaw-demo');
    if (letsOthersIn(env)) progress.say('  Careful   others reach this address, and everybody knows that password');
    progress.say('  Try       Connections -> NinjaOne -> Send a test alert, then watch the Inbox');
  }
  if (parts.web === 'none') progress.say('  Running workers only.');
  progress.say('\n  Ctrl-C stops everything.\n');
}
