// This process's sign of life. A process that does not beat for `deadAfterMs` is taken over by another; so before an
// effect a process makes sure that it still counts as alive (`fence`), and waits, rather than dies, while it does not.
import { hostname } from 'node:os';
import pg from 'pg';
import { messageOf, type RuntimeLog } from '../runtime-log.ts';

export interface HeartbeatTimes {
  everyMs: number;
  /** own last beat older than this: no effect until a beat succeeds */
  fenceAfterMs: number;
  /** others' last beat older than this: their work is taken over */
  deadAfterMs: number;
}

export const defaultHeartbeat: HeartbeatTimes = { everyMs: 1_000, fenceAfterMs: 3_000, deadAfterMs: 5_000 };

export class ExecutorHeartbeat {
  private readonly client: pg.Pool;
  private readonly executorId: string;
  private readonly times: HeartbeatTimes;
  private readonly log: RuntimeLog;
  /** monotonic; the moment at which the last successful beat was sent */
  private lastBeat = Number.NEGATIVE_INFINITY;
  private steadySince = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private isStopped = false;

  constructor(options: { databaseUrl: string; executorId: string; times: HeartbeatTimes; log: RuntimeLog }) {
    this.executorId = options.executorId;
    this.times = options.times;
    this.log = options.log;
    // a connection of its own: a busy pool must not look like a dead process
    const patienceMs = Math.max(options.times.everyMs * 2, 1_000);
    this.client = new pg.Pool({
      connectionString: options.databaseUrl,
      max: 1,
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
    });
    const ignore = () => {
      // the beat that fails tells
    };
    this.client.on('error', ignore);
    this.client.on('connect', (client) => client.on('error', ignore));
  }

  /** @throws when not even the first beat succeeds */
  async start(): Promise<void> {
    await this.beat();
    if (!this.isFresh()) throw new Error('The database does not accept the first heartbeat.');
    this.timer = setInterval(() => void this.beat(), this.times.everyMs);
  }

  isFresh(): boolean {
    return performance.now() - this.lastBeat <= this.times.fenceAfterMs;
  }

  /** Has no beat failed for so long that the silence of others is theirs and not the database's? */
  isSteady(): boolean {
    return this.isFresh() && performance.now() - this.steadySince > this.times.deadAfterMs;
  }

  /** Passes when this process counts as alive; waits for that when it does not. */
  async fence(): Promise<void> {
    while (!this.isFresh() && !this.isStopped) {
      await this.beat();
      if (!this.isFresh()) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Last act of a process: nothing of it is under way any more, so nobody needs to wait to take over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.beating;
    if (!Number.isFinite(this.lastBeat)) return this.client.end();
    await this.client
      .query('DELETE FROM executor WHERE id = $1', [this.executorId])
      .catch((error: unknown) => this.log.warn('could not sign off', { error: messageOf(error) }));
    await this.client.end();
  }

  private beat(): Promise<void> {
    this.beating ??= this.sendBeat().finally(() => {
      this.beating = undefined;
    });
    return this.beating;
  }

  private async sendBeat(): Promise<void> {
    const sentAt = performance.now();
    try {
      await this.client.query({
        name: 'beat',
        text: `INSERT INTO executor (id, kind, host, pid) VALUES ($1, 'worker', $2, $3)
               ON CONFLICT (id) DO UPDATE SET beat_at = now()`,
        values: [this.executorId, hostname(), process.pid],
      });
      this.lastBeat = sentAt;
      if (this.steadySince === Number.POSITIVE_INFINITY) this.steadySince = performance.now();
    } catch (error) {
      // The database or the network is away, so others are silent too: their silence proves nothing until beats have
      // gone through again for a while. (That only this process was late would not count: others' beats are stored.)
      this.steadySince = Number.POSITIVE_INFINITY;
      this.log.warn('heartbeat failed', { error: messageOf(error) });
    }
  }
}
