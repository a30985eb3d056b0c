// The running product: sandbox vendors, workers, web, in that order; ended in the opposite one. Used by start,
// dev, demo and the browser tests.
import path from 'node:path';
import type { Env } from '#server/platform/env.ts';
import { root } from '../cli/read-env.ts';
import { type Child, startChild } from './child-process.ts';
import { findFreePort } from './free-port.ts';
import type { Stack } from './prepare-stack.ts';
import type { Progress } from './progress.ts';

export interface StackParts {
  web: 'none' | 'production' | 'development' | 'receiver-only';
  workers: number;
  sandbox: boolean;
  /** slower or faster sandbox vendors: "--script-lag-ms" and the like */
  sandboxArgs?: string[];
}

export interface SandboxReady {
  control: string;
  vendors: Record<string, string>;
}

export interface RunningStack {
  url: string | null;
  sandbox: SandboxReady | null;
  setupUrl: string | null;
  /** for tests that kill one: each as it runs now, started again or not */
  processes: Pick<Child, 'name' | 'pid'>[];
  stop(): Promise<void>;
}

export async function runStack(
  env: Env,
  stack: Stack,
  parts: StackParts,
  progress: Progress,
  onLine: (name: string, line: string) => void,
): Promise<RunningStack> {
  const children: Pick<Child, 'name' | 'pid' | 'stop'>[] = [];
  const stop = async () => {
    for (const child of children.splice(0).reverse()) await child.stop();
  };
  // the address is fixed before anything starts: vendors are told it
  const port = env.PORT || (await findFreePort(0));
  const childEnv = {
    ...stack.childEnv,
    PORT: String(port),
    MSPCLAW_URL: env.MSPCLAW_URL ?? `http://localhost:${port}`,
  };
  const common = { cwd: root, restart: true, readyKey: 'ready', onLine };
  try {
    let sandbox: SandboxReady | null = null;
    if (parts.sandbox) {
      const child = await progress.step('Sandbox vendors', () =>
        startChild<SandboxReady>({
          ...common,
          name: 'sandbox',
          file: path.join(root, 'connectors/sdk/sandbox/main.ts'),
          args: [
            ...sandboxPorts(env),
            '--data',
            path.join(path.resolve(env.MSPCLAW_DATA_DIR), 'sandbox'),
            ...(parts.sandboxArgs ?? []),
          ],
          env: childEnv,
        }),
      );
      children.push(child);
      sandbox = { control: child.ready.control, vendors: child.ready.vendors };
      await progress.step('Demo org', async (detail) => {
        const seed = await startChild<{ detail: string }>({
          ...common,
          restart: false,
          name: 'seed',
          file: path.join(root, 'prisma/seed/main.ts'),
          args: [JSON.stringify(sandbox)],
          env: childEnv,
        });
        await seed.stop();
        detail(seed.ready.detail);
      });
    }
    for (let n = 1; n <= parts.workers; n++) {
      children.push(
        await progress.step(parts.workers > 1 ? `Worker ${n}` : 'Worker', () =>
          startChild({
            ...common,
            name: `worker-${n}`,
            file: path.join(root, 'bin/worker.ts'),
            env: childEnv,
            graceMs: 20_000,
          }),
        ),
      );
    }
    let url: string | null = null;
    let setupUrl: string | null = null;
    if (parts.web !== 'none') {
      const web = await progress.step('Console and webhook receiver', () =>
        startChild<{ url: string; setupUrl: string | null }>({
          ...common,
          name: 'web',
          file: path.join(root, 'bin/web.ts'),
          args: [parts.web],
          env: { ...childEnv, NODE_ENV: parts.web === 'development' ? 'development' : 'production' },
        }),
      );
      children.push(web);
      url = web.ready.url;
      setupUrl = web.ready.setupUrl;
    }
    return { url, sandbox, setupUrl, processes: [...children], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Fixed ports for the demo's own vendors; 0 asks for free ones (tests, demo). Every other simulated vendor runs on a
 * free port: the seed leads the connections to it there at each start.
 */
function sandboxPorts(env: Env): string[] {
  const first = env.MSPCLAW_SANDBOX_PORT;
  const vendors = ['ninjaone/rmm', 'connectwise/psa'];
  return [
    '--control',
    String(first),
    '--others',
    ...vendors.flatMap((vendor, index) => ['--port', `${vendor}=${first ? first + 1 + index : 0}`]),
  ];
}
