// The process that gets killed: a real worker with a real engine, and one order from the suite: kill or pause
// yourself the n-th time you pass a boundary. Its orders come as an argument; only the suite starts it.
import { writeSync } from 'node:fs';
import { advance } from '#server/engine/engine.ts';
import type { BoundaryName, EnginePorts } from '#server/engine/ports/engine-ports.ts';
import { openDatabase } from '#server/platform/db/database.ts';
import type { HeartbeatTimes } from '../dbos/executor-heartbeat.ts';
import { DbosRuntime } from '../dbos-runtime.ts';
import { PostgresJournal } from '../postgres-journal.ts';
import { startWorker, stopOnSignals } from '../worker.ts';
import { type Carelessness, RmmCapabilities, rmmCatalog } from './rmm-capabilities.ts';

/** the engine's boundaries, and the moment between its last look at the clock and the first byte */
export type CrashPoint = BoundaryName | 'before-send';

export interface CrashOrders extends Carelessness {
  databaseUrl: string;
  rmmUrl: string;
  concurrency: number;
  heartbeat: HeartbeatTimes;
  crash: { how: 'SIGKILL' | 'SIGSTOP'; at: CrashPoint; nth: number } | null;
}

export type WorkerLine =
  | { event: 'ready'; executorId: string }
  | { event: 'crashing' }
  | { event: 'log'; level: string; message: string; detail: unknown };

/** at once, also when the next line kills the process */
const say = (line: WorkerLine) => writeSync(1, `${JSON.stringify(line)}\n`);
const log = (level: string) => (message: string, detail?: Record<string, unknown>) =>
  say({ event: 'log', level, message, detail });

async function main(orders: CrashOrders): Promise<void> {
  const runtimeLog = { debug: () => {}, info: log('info'), warn: log('warn'), error: log('error') };
  const database = openDatabase({ url: orders.databaseUrl, poolSize: 8, onError: () => {} });
  const runtime = new DbosRuntime({
    database,
    databaseUrl: orders.databaseUrl,
    workerConcurrency: orders.concurrency,
    orgConcurrency: 50,
    log: runtimeLog,
    heartbeat: orders.heartbeat,
  });
  let passed = 0;
  const crashAt = async (point: CrashPoint) => {
    if (orders.crash?.at !== point) return;
    passed += 1;
    if (passed !== orders.crash.nth) return;
    say({ event: 'crashing' });
    process.kill(process.pid, orders.crash.how);
    // the signal may take a moment: not one more instruction of the engine meanwhile
    if (orders.crash.how === 'SIGKILL') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
  };
  const ports: EnginePorts = {
    journal: new PostgresJournal(database.pool, runtime.executorId),
    catalog: rmmCatalog(orders),
    capabilities: new RmmCapabilities(orders.rmmUrl, { ...orders, beforeSend: () => crashAt('before-send') }),
    people: { choose: async () => null },
    clock: runtime.clock,
    boundary: async (name) => {
      await runtime.boundary(name);
      await crashAt(name);
    },
  };
  const worker = await startWorker({
    database,
    runtime,
    advance: (segment) => advance(ports, segment),
    jobs: [],
    retentionDays: 30,
    log: runtimeLog,
  });
  stopOnSignals(async () => {
    await worker.stop();
    await database.close();
  }, runtimeLog);
  say({ event: 'ready', executorId: runtime.executorId });
}

const [orders] = process.argv.slice(2);
if (orders === undefined) throw new Error('The crash suite starts this process and gives it its orders.');
await main(JSON.parse(orders) as CrashOrders);
