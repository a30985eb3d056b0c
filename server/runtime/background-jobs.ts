// Work that a worker does by the clock. A job never runs twice at a time in one process; one marked `onlyOne` not in
// two processes either. A job that fails is reported and comes again.
import type pg from 'pg';
import { messageOf, type RuntimeLog } from './runtime-log.ts';

export interface BackgroundJob {
  name: string;
  everyMs: number;
  /** hold an advisory lock meanwhile, so that one process of all does it */
  onlyOne: boolean;
  /** `signal` is aborted when the process stops; a job should end soon after */
  run(signal: AbortSignal): Promise<void>;
}

export class BackgroundJobs {
  private readonly pool: pg.Pool;
  private readonly log: RuntimeLog;
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];

  constructor(options: { pool: pg.Pool; log: RuntimeLog }) {
    this.pool = options.pool;
    this.log = options.log;
  }

  start(jobs: BackgroundJob[]): void {
    for (const job of jobs) this.loops.push(this.loop(job));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
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
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      const key = [`mspclaw.job.${job.name}`];
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock(hashtext($1)) AS got', key);
      if (!rows[0]?.got) return;
      try {
        await job.run(this.stopping.signal);
      } finally {
        // a connection that could not unlock is thrown away, and the lock with it
        await client.query('SELECT pg_advisory_unlock(hashtext($1))', key).catch((error: Error) => {
          failure = error;
        });
      }
    } finally {
      client.release(failure);
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
