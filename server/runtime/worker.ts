// The worker process, without its process: advances runs, does the upkeep and the jobs it is given, and stops
// politely. The composition names the parts; a command calls this and `stopOnSignals`.
import type { SegmentHandler } from '#server/engine/ports/durable-runtime.ts';
import type { Database } from '#server/platform/db/database.ts';
import { type BackgroundJob, BackgroundJobs } from './background-jobs.ts';
import type { DbosRuntime } from './dbos-runtime.ts';
import type { RuntimeLog } from './runtime-log.ts';
import { upkeepJobs } from './upkeep/upkeep.ts';

export interface WorkerOptions {
  database: Database;
  runtime: DbosRuntime;
  /** the engine's `advance`, bound to its ports; `runtime.boundary` must be among them */
  advance: SegmentHandler;
  /** inbox draining, polls, schedules: whatever else runs by the clock */
  jobs: BackgroundJob[];
  retentionDays: number;
  log: RuntimeLog;
}

export interface Worker {
  /** jobs first, then segments at their next boundary, the heartbeat last */
  stop(): Promise<void>;
}

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { database, runtime, log } = options;
  runtime.onSegment(options.advance);
  await runtime.launch({ advance: true });
  const jobs = new BackgroundJobs({ pool: database.pool, log });
  const upkeep = upkeepJobs({ ...options, deleteWorkflows: (ids) => runtime.deleteWorkflows(ids) });
  jobs.start([...upkeep, ...options.jobs]);
  log.info('worker is ready', { executor: runtime.executorId });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await jobs.stop();
    await runtime.shutdown();
    log.info('worker has stopped', { executor: runtime.executorId });
  };
  return {
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** SIGTERM and SIGINT stop politely; a second one ends the process at once, which is safe as well. */
export function stopOnSignals(stop: () => Promise<void>, log: RuntimeLog): void {
  let isAsked = false;
  const onSignal = (name: NodeJS.Signals) => {
    if (isAsked) process.exit(1);
    isAsked = true;
    log.info(`${name}: stopping`);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('could not stop politely', { error: String(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
