// What must happen although nobody asks: approvals that ran out, runs that lost their workflow, months to make and
// to drop, finished workflows to forget, and the alarm when work waits too long.
import type { RunRef, SegmentRef } from '#server/engine/ports/run-records.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { BackgroundJob } from '../background-jobs.ts';
import type { RuntimeLog } from '../runtime-log.ts';
import { giveUpRun } from './give-up-run.ts';
import { readRuntimeHealth } from './runtime-health.ts';

export interface UpkeepOptions {
  database: Database;
  log: RuntimeLog;
  retentionDays: number;
  /** forget finished workflows of the engine after this long; the history of runs is in our own tables */
  forgetAfterMs?: number;
  /** removes finished workflows; ids that are gone already are fine */
  deleteWorkflows(ids: string[]): Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;

export function upkeepJobs(options: UpkeepOptions): BackgroundJob[] {
  const job = (name: string, everyMs: number, run: (signal: AbortSignal) => Promise<unknown>): BackgroundJob => ({
    name,
    everyMs,
    onlyOne: true,
    run: async (signal) => {
      await run(signal);
    },
  });
  return [
    job('expire-approvals', 5_000, () => expireApprovals(options)),
    job('revive-runs', 10_000, () => reviveStalledRuns(options)),
    job('forget-workflows', minute, (signal) => forgetWorkflows(options, signal)),
    job('alarm-on-waiting', minute, () => alarmOnWaiting(options)),
    job('forget-executors', hour, () => forgetExecutors(options)),
    job('make-partitions', hour, () => makePartitions(options)),
    job('drop-partitions', 6 * hour, () => dropPartitions(options)),
    job('forget-expired', hour, () => forgetExpired(options)),
  ];
}

/** Nobody decided in time: that is a no, and the run hears of it now. */
export async function expireApprovals({ database, log }: Pick<UpkeepOptions, 'database' | 'log'>): Promise<number> {
  const expired = await acrossTenants<{ org_id: string; run_id: string }>(
    database,
    'SELECT * FROM expired_approvals()',
  );
  for (const row of expired) {
    const run = { orgId: row.org_id, runId: row.run_id };
    await database.sqlWithTenant(run, async (sql) => {
      await lockRun(sql, run);
      await sql.query('SELECT journal_expire_approvals($1, $2)', [run.orgId, run.runId]);
      await sql.query(
        `SELECT wake_run(org_id, run_id) FROM run_wait WHERE org_id = $1 AND run_id = $2 AND reason = 'approval'`,
        [run.orgId, run.runId],
      );
    });
    log.info('an approval ran out', { ...run });
  }
  return expired.length;
}

/** A run that should go on and that no workflow stands for gets a new segment, or its end when it is poison. */
export async function reviveStalledRuns(
  { database, log }: Pick<UpkeepOptions, 'database' | 'log'>,
  graceMs = 15_000,
): Promise<SegmentRef[]> {
  const stalled = await acrossTenants<{ org_id: string; run_id: string; seq: number; gave_up: boolean }>(
    database,
    `SELECT * FROM stalled_runs($1 * interval '1 millisecond')`,
    [graceMs],
  );
  const segments = stalled.map((row) => ({ orgId: row.org_id, runId: row.run_id, seq: row.seq, gaveUp: row.gave_up }));
  for (const { gaveUp, ...segment } of segments) {
    log.error('a run had lost its workflow', { ...segment, gaveUp });
    if (gaveUp) {
      await giveUpRun(database, segment, 'advancing it ended its process again and again.');
      continue;
    }
    await database.sqlWithTenant(segment, async (sql) => {
      const now = await lockRun(sql, segment);
      if (now?.seq === segment.seq) await sql.query('SELECT wake_run($1, $2)', [segment.orgId, segment.runId]);
    });
  }
  return segments;
}

export async function forgetWorkflows(options: UpkeepOptions, signal?: AbortSignal): Promise<number> {
  const { database, forgetAfterMs = hour } = options;
  let forgotten = 0;
  while (!signal?.aborted) {
    const rows = await acrossTenants<{ id: string }>(
      database,
      `SELECT workflow_uuid AS id FROM dbos.workflow_status
       WHERE queue_name = 'runs' AND status IN ('SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')
         AND updated_at < extract(epoch FROM now()) * 1000 - $1::float8
       LIMIT 500`,
      [forgetAfterMs],
    );
    if (rows.length === 0) break;
    await options.deleteWorkflows(rows.map((row) => row.id));
    forgotten += rows.length;
  }
  return forgotten;
}

async function alarmOnWaiting({ database, log }: UpkeepOptions): Promise<void> {
  const health = await readRuntimeHealth(database, true);
  if (!health.ok) log.error(health.detail, { queued: health.queued, oldestQueuedMs: health.oldestQueuedMs });
}

async function forgetExecutors({ database }: UpkeepOptions): Promise<void> {
  await acrossTenants(database, `DELETE FROM executor WHERE beat_at < now() - interval '1 hour'`);
}

async function makePartitions({ database, log }: UpkeepOptions): Promise<void> {
  const [row] = await acrossTenants<{ made: number }>(database, 'SELECT ensure_partitions() AS made');
  if (row && row.made > 0) log.info('made partitions', { made: row.made });
}

async function dropPartitions({ database, log, retentionDays }: UpkeepOptions): Promise<void> {
  const dropped = await acrossTenants<{ name: string }>(
    database,
    `SELECT drop_partitions_before(now() - $1 * interval '1 day') AS name`,
    [retentionDays],
  );
  if (dropped.length > 0) log.info('dropped what is past its retention', { months: dropped.map((row) => row.name) });
}

/** Keys of old deliveries, counters of old sign-ins, sessions and links that ended: the ages are the database's. */
export async function forgetExpired({ database, log }: Pick<UpkeepOptions, 'database' | 'log'>): Promise<void> {
  const rows = await acrossTenants<{ what: string; forgotten: string }>(database, 'SELECT * FROM forget_expired()');
  const forgotten = rows.map((row) => [row.what, Number(row.forgotten)] as const).filter(([, count]) => count > 0);
  if (forgotten.length > 0) log.info('forgot what had expired', Object.fromEntries(forgotten));
}

const acrossTenants = <Row>(database: Database, text: string, values: unknown[] = []): Promise<Row[]> =>
  database.sqlWithoutTenant((sql) => sql.query<Row>(text, values));

/** Before anything else about a run is written: everybody takes the run's row first, so nobody waits in a circle. */
async function lockRun(
  sql: Parameters<Parameters<Database['sqlWithTenant']>[1]>[0],
  run: RunRef,
): Promise<{ seq: number } | undefined> {
  const rows = await sql.query<{ seq: number }>('SELECT seq FROM run WHERE org_id = $1 AND id = $2 FOR UPDATE', [
    run.orgId,
    run.runId,
  ]);
  return rows[0];
}
