// How the runtime is: can it reach its database, does this process still beat, how long does work wait.
import type { Database } from '#server/platform/db/database.ts';
import { messageOf } from '../runtime-log.ts';

/** A run that waits longer than this for its turn is an alarm. */
const alarmAfterMs = 60_000;

export interface RuntimeHealth {
  ok: boolean;
  detail: string;
  /** segments that are due and not begun, over all orgs */
  queued: number;
  oldestQueuedMs: number | null;
}

export async function readRuntimeHealth(database: Database, isAlive: boolean): Promise<RuntimeHealth> {
  try {
    const [row] = await database.sqlWithoutTenant((sql) =>
      sql.query<{ queued: number; oldest_ms: number | null }>(
        `SELECT count(*)::int AS queued,
           (extract(epoch FROM now()) * 1000 - min(greatest(created_at, coalesce(delay_until_epoch_ms, 0))))::float8 AS oldest_ms
         FROM dbos.workflow_status WHERE queue_name = 'runs' AND status = 'ENQUEUED'`,
      ),
    );
    const queued = row?.queued ?? 0;
    const oldestQueuedMs = row?.oldest_ms == null ? null : Math.max(0, Math.round(row.oldest_ms));
    if (!isAlive)
      return { ok: false, detail: 'This process has not reached the database lately.', queued, oldestQueuedMs };
    if (oldestQueuedMs !== null && oldestQueuedMs > alarmAfterMs) {
      const detail = `A run has waited ${Math.round(oldestQueuedMs / 1000)} s for its turn. Is a worker running?`;
      return { ok: false, detail, queued, oldestQueuedMs };
    }
    return { ok: true, detail: `${queued} waiting`, queued, oldestQueuedMs };
  } catch (error) {
    return { ok: false, detail: `The database does not answer: ${messageOf(error)}`, queued: 0, oldestQueuedMs: null };
  }
}
