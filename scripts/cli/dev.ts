// `mspclaw dev`: the same parts, with the console compiled as it is edited.
import { readEnv } from './read-env.ts';
import { serve } from './start.ts';

export async function run(options: { json?: boolean }): Promise<number> {
  const env = readEnv();
  return serve(
    { web: 'development', workers: env.MSPCLAW_WORKERS, sandbox: env.MSPCLAW_SANDBOX },
    options.json === true,
  );
}
