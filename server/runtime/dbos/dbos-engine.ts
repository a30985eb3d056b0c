// The only file that knows DBOS: launching it with what our rules need, taking over from dead processes, moving
// timers that are due, forgetting finished workflows. Loaded on demand: a web process never gets here.
import type { SegmentRef } from '#server/engine/ports/run-records.ts';
import { createPool, type Database } from '#server/platform/db/database.ts';
import { messageOf, type RuntimeLog } from '../runtime-log.ts';
import type { ExecutorHeartbeat, HeartbeatTimes } from './executor-heartbeat.ts';

/** The same names stand in the database's `enqueue_segment`. */
const applicationName = 'mspclaw';
const queueName = 'runs';
/** Constant on purpose: playbooks are data, so any version of this code may go on with any run. */
const applicationVersion = 'interp-1';
/** DBOS itself looks for due timers once a second. */
const timerEveryMs = 200;

export interface DbosEngineOptions {
  database: Database;
  databaseUrl: string;
  executorId: string;
  workerConcurrency: number;
  orgConcurrency: number;
  times: HeartbeatTimes;
  heartbeat: ExecutorHeartbeat;
  log: RuntimeLog;
}

type Deliver = (segment: SegmentRef) => Promise<void>;

export class DbosEngine {
  private readonly options: DbosEngineOptions;
  private readonly timers: NodeJS.Timeout[] = [];
  private endPool: () => Promise<void> = async () => {};
  private isStopping = false;

  constructor(options: DbosEngineOptions) {
    this.options = options;
  }

  async launch(deliver: Deliver): Promise<void> {
    const { databaseUrl, executorId, workerConcurrency, orgConcurrency, log, times } = this.options;
    const { DBOS, DBOSClient } = await import('@dbos-inc/dbos-sdk');
    // DBOS's own pool would end the process when the server restarts; this one reports
    const pool = createPool({
      url: databaseUrl,
      poolSize: 10,
      // a frozen process must not hold the rows that others want to take over
      idleTransactionMs: times.deadAfterMs,
      onError: (error) => log.warn('database connection lost', { error: error.message }),
    });
    this.endPool = () => pool.end();
    DBOS.setConfig({
      name: applicationName,
      applicationVersion,
      executorID: executorId,
      systemDatabaseUrl: databaseUrl,
      systemDatabasePool: pool,
      systemDatabaseSchemaName: 'dbos',
      runMigrations: false,
      useListenNotify: false,
      logger: dbosLogger(log),
      listenQueues: [queueName],
    });
    DBOS.registerWorkflow((orgId: string, runId: string, seq: number) => deliver({ orgId, runId, seq }), {
      name: 'segment',
      maxRecoveryAttempts: 20,
    });
    // before the launch: a process that dispatches by the former limits, or knows no queue yet, does so for a second
    const client = await DBOSClient.create({
      systemDatabaseUrl: databaseUrl,
      systemDatabasePool: pool,
      systemDatabaseSchemaName: 'dbos',
      applicationName,
      logger: dbosLogger(log),
    });
    await client.registerQueue(queueName, {
      workerConcurrency,
      partitionConcurrency: orgConcurrency,
      minPollingIntervalMs: 50,
      onConflict: 'always_update',
    });
    await client.destroy();
    await DBOS.launch();
    const executor = await this.executor();
    // DBOS looks for due timers by this process's clock, which may be ahead of the one they were set by
    if (executor) executor.systemDatabase.transitionDelayedWorkflows = () => this.moveDueTimers();
    this.every(times.everyMs, 'take over', () => this.takeOver());
    this.every(timerEveryMs, 'move due timers', () => this.moveDueTimers());
  }

  async shutdown(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    const { DBOS } = await import('@dbos-inc/dbos-sdk');
    await DBOS.shutdown({ deregister: true });
    await this.endPool();
  }

  /** with their inputs and outputs, which nothing in the database ties to them */
  async deleteWorkflows(ids: string[]): Promise<void> {
    const { DBOS } = await import('@dbos-inc/dbos-sdk');
    await DBOS.deleteWorkflows(ids);
  }

  /**
   * Workflows of processes that do not beat go back to the queue; their attempts are counted, so one that kills its
   * process again and again ends. DBOS has this behind its paid service only; the call is exported for it.
   */
  private async takeOver(): Promise<void> {
    const { database, heartbeat, times, log } = this.options;
    if (!heartbeat.isSteady()) return;
    const silent = await database.sqlWithoutTenant((sql) =>
      sql.query<{ executor_id: string }>(
        `SELECT DISTINCT w.executor_id FROM dbos.workflow_status w
         WHERE w.status = 'PENDING' AND w.application_name = $1 AND NOT EXISTS (
           SELECT FROM executor e WHERE e.id = w.executor_id AND e.beat_at > now() - $2 * interval '1 millisecond')`,
        [applicationName, times.deadAfterMs],
      ),
    );
    const ids = silent.map((row) => row.executor_id).filter((id) => id !== this.options.executorId);
    if (ids.length === 0) return;
    const taken = await (await this.executor())?.recoverPendingWorkflows(ids);
    log.warn('took over from processes that stopped beating', { processes: ids.length, segments: taken?.length ?? 0 });
  }

  private async moveDueTimers(): Promise<void> {
    await this.options.database.sqlWithoutTenant((sql) =>
      sql.query(
        `UPDATE dbos.workflow_status SET status = 'ENQUEUED', updated_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
         WHERE status = 'DELAYED' AND delay_until_epoch_ms <= extract(epoch FROM clock_timestamp()) * 1000
           AND application_name = $1`,
        [applicationName],
      ),
    );
  }

  private async executor() {
    const { DBOSExecutor } = await import('@dbos-inc/dbos-sdk/internal/dbos-executor');
    return DBOSExecutor.globalInstance;
  }

  /** again and again, never two at a time, never the end of the process */
  private every(ms: number, what: string, work: () => Promise<void>): void {
    const slot = this.timers.length;
    const again = async () => {
      try {
        await work();
      } catch (error) {
        this.options.log.warn(`could not ${what}`, { error: messageOf(error) });
      }
      if (!this.isStopping) this.timers[slot] = setTimeout(again, ms);
    };
    this.timers[slot] = setTimeout(again, ms);
  }
}

/** DBOS tells much; what matters to an operator is warned about, the rest is for debugging. */
const dbosLogger = (log: RuntimeLog) => ({
  info: (entry: unknown) => log.debug(`dbos: ${messageOf(entry)}`),
  debug: () => {},
  warn: (entry: unknown) => log.warn(`dbos: ${messageOf(entry)}`),
  error: (entry: unknown) => log.error(`dbos: ${messageOf(entry)}`),
});
