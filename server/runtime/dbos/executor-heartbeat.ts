// This process's sign of life. A process that does not beat for `deadAfterMs` is taken over by another; so before an
// effect a process makes sure that it still counts as alive (`fence`), and waits, rather than dies, while it does not.
// Each beat also brings the database's time: deadlines and wake-ups are made and read by different machines, so they
// are all told by that one clock.
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

/** a smaller difference of clocks is noise */
const noticedMs = 500;
const worthSayingMs = 2_000;
const firstTries = 3;

export class ExecutorHeartbeat {
  private readonly client: pg.Pool;
  private readonly executorId: string;
  private readonly times: HeartbeatTimes;
  private readonly log: RuntimeLog;
  /** monotonic; the moment at which the last successful beat was sent */
  private lastBeat = Number.NEGATIVE_INFINITY;
  /** the same by the wall clock, which goes on while the machine sleeps */
  private lastBeatAtMs = Number.NEGATIVE_INFINITY;
  private offsetMs = 0;
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
    // a busy machine may take its time: that the beat arrived counts here, the fence looks at how late
    for (let tries = 0; tries < firstTries && !Number.isFinite(this.lastBeat); tries++) await this.beat();
    if (!Number.isFinite(this.lastBeat)) throw new Error('The database does not accept the first heartbeat.');
    this.timer = setInterval(() => void this.beat(), this.times.everyMs);
  }

  isFresh(): boolean {
    const ageMs = Math.max(performance.now() - this.lastBeat, Date.now() - this.lastBeatAtMs);
    return ageMs <= this.times.fenceAfterMs;
  }

  /** Now, by the database's clock, to within half a second. */
  now(): Date {
    return new Date(Date.now() + this.offsetMs);
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
    const sentAtMs = Date.now();
    try {
      const { rows } = await this.client.query<{ now_ms: number }>({
        name: 'beat',
        text: `INSERT INTO executor (id, kind, host, pid) VALUES ($1, 'worker', $2, $3)
               ON CONFLICT (id) DO UPDATE SET beat_at = now()
               RETURNING (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms`,
        values: [this.executorId, hostname(), process.pid],
      });
      this.lastBeat = sentAt;
      this.lastBeatAtMs = sentAtMs;
      this.learnTime(rows[0]?.now_ms ?? sentAtMs, sentAtMs, performance.now() - sentAt);
      if (this.steadySince === Number.POSITIVE_INFINITY) this.steadySince = performance.now();
    } catch (error) {
      // The database or the network is away, so others are silent too: their silence proves nothing until beats have
      // gone through again for a while. (That only this process was late would not count: others' beats are stored.)
      this.steadySince = Number.POSITIVE_INFINITY;
      this.log.warn('heartbeat failed', { error: messageOf(error) });
    }
  }

  private learnTime(databaseMs: number, sentAtMs: number, tookMs: number): void {
    const differenceMs = databaseMs - (sentAtMs + tookMs / 2);
    // the way there and back is no difference of clocks
    const offsetMs = Math.abs(differenceMs) < Math.max(noticedMs, tookMs) ? 0 : Math.round(differenceMs);
    if (Math.abs(offsetMs - this.offsetMs) > worthSayingMs) {
      this.log.warn("this machine's clock differs from the database's, which is the one that counts", { offsetMs });
    }
    this.offsetMs = offsetMs;
  }
}
