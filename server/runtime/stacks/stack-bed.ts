// One installation for all stacks: an embedded database, the parts every process has, and the real worker.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readEnv } from '#scripts/cli/read-env.ts';
import { prepareStack } from '#scripts/stack/prepare-stack.ts';
import { createProgress } from '#scripts/stack/progress.ts';
import { composeWorker } from '#server/compose-worker.ts';
import { composeApp, composeParts, type Parts } from '#server/composition.ts';
import { receiveScriptResult } from '#server/features/scripts/receive-script-result.ts';
import type { Worker } from '../worker.ts';

export interface StackBed {
  parts: Parts;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

export async function openStackBed(dataDir: string): Promise<StackBed> {
  let receive: (request: IncomingMessage) => Promise<number> = async () => 503;
  // the address of this installation: only the results of scripts come here
  const door = createServer((request, response) => {
    void receive(request).then((status) => response.writeHead(status).end());
  });
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
  const { receiving } = composeApp(parts).scripts;
  receive = async (request) => {
    const [, callbackId = '', token = ''] = /^\/api\/script-results\/([^/]+)\/([^/]+)$/.exec(request.url ?? '') ?? [];
    const answer = await receiveScriptResult(
      {
        callbackId,
        token,
        contentType: request.headers['content-type'] ?? null,
        contentEncoding: null,
        // every simulated device posts from this machine; each is counted by its own address, as real ones are
        address: callbackId,
        readBody: () => bodyOf(request),
      },
      receiving,
    );
    return answer.status;
  };
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

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
