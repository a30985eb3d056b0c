// One installation for all stacks: an embedded database, the parts every process has, and the real worker.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readEnv } from '#scripts/cli/read-env.ts';
import { prepareStack } from '#scripts/stack/prepare-stack.ts';
import { createProgress } from '#scripts/stack/progress.ts';
import { composeWorker } from '#server/compose-worker.ts';
import { composeParts, type Parts } from '#server/composition.ts';
import type { Worker } from '../worker.ts';

export interface StackBed {
  parts: Parts;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

export async function openStackBed(dataDir: string): Promise<StackBed> {
  const door = createServer();
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const env = readEnv({
    MSPCLAW_DATA_DIR: dataDir,
    MSPCLAW_URL: `http://127.0.0.1:${portOf(door)}`,
    PORT: String(portOf(door)),
    MSPCLAW_PG_PORT: '0',
    MSPCLAW_SANDBOX_PORT: '0',
    DATABASE_URL: '',
    DATABASE_APP_URL: '',
    MSPCLAW_SECRET: '',
    MSPCLAW_POOL_SIZE: '30',
    MSPCLAW_LOG: process.env.MSPCLAW_LOG ?? 'error',
  });
  const stack = await prepareStack(env, createProgress({ quiet: true }));
  process.env.DATABASE_APP_URL = stack.appUrl;
  const parts = composeParts('stacks');
  let worker: Worker | undefined;
  return {
    parts,
    async startWorker() {
      worker = await composeWorker(parts);
    },
    async stopWorker() {
      await worker?.stop();
    },
    async close() {
      door.closeAllConnections();
      door.close();
      await parts.bus.close();
      await parts.database.close();
      await stack.stop();
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
