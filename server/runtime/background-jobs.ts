// Work that a worker does by the clock. A job never runs twice at a time in one process; one marked `onlyOne` not in
// two processes either. A job that fails is reported and comes again.
import type pg from 'pg';
import { ProcessLocks } from './process-locks.ts';
import { messageOf, type RuntimeLog } from './runtime-log.ts';

export interface BackgroundJob {
  name: string;
  everyMs: number;
  /** hold a lock meanwhile, so that one process of all does it */
  onlyOne: boolean;
  /** `signal` is aborted when the process stops; a job should end soon after */
  run(signal: AbortSignal): Promise<void>;
}

export class BackgroundJobs {
  private readonly locks: ProcessLocks;
  private readonly log: RuntimeLog;
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];

  constructor(options: { pool: pg.Pool; log: RuntimeLog }) {
    this.locks = new ProcessLocks(options.pool);
    this.log = options.log;
  }

  start(jobs: BackgroundJob[]): void {
    for (const job of jobs) this.loops.push(this.loop(job));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    await this.locks.close();
  }

  private async loop(job: BackgroundJob): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        if (job.onlyOne) await this.runAlone(job);
        else await job.run(signal);
      } catch (error) {
        if (!signal.aborted) this.log.error(`job ${job.name} failed`, { error: messageOf(error) });
      }
      await pause(job.everyMs, signal);
    }
  }

  private async runAlone(job: BackgroundJob): Promise<void> {
    const name = `mspclaw.job.${job.name}`;
    if (!(await this.locks.tryLock(name))) return;
    try {
      await job.run(this.stopping.signal);
    } finally {
      await this.locks.unlock(name);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
