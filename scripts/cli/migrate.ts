// `mspclaw migrate`: for deployments that run the schema step apart from the processes.

import { prepareStack } from '../stack/prepare-stack.ts';
import { createProgress } from '../stack/progress.ts';
import { readEnv } from './read-env.ts';

export async function run(options: { json?: boolean }): Promise<number> {
  const stack = await prepareStack(readEnv(), createProgress({ quiet: options.json === true }));
  await stack.stop();
  if (options.json) process.stdout.write(`${JSON.stringify({ ok: true })}\n`);
  return 0;
}
