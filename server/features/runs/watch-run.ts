// A run as it happens: the whole view whenever its digest changes, until it is final or the watcher leaves.
// Rows are asked, not remembered, so any web process can serve any run and a reconnect loses nothing.
import { finalRunStatuses } from '#server/engine/ports/run-records.ts';
import type { Database } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { pauseUntilStopped } from '#server/platform/pause.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { RunView } from './read-run.schema.ts';
import { readRun } from './read-run.ts';
import { readRunPulse } from './runs.repository.ts';

export interface WatchRunDeps {
  database: Database;
  /** aborted when the process is asked to stop: an open stream must not hold its exit */
  stopping: AbortSignal;
  watchEveryMs: number;
}

export interface RunChange {
  pulse: string;
  view: RunView;
}

export async function* watchRun(
  tenant: TenantContext,
  input: { runId: string; lastPulse?: string | null },
  deps: WatchRunDeps,
  signal: AbortSignal | undefined,
): AsyncGenerator<RunChange, void> {
  const stop = AbortSignal.any([deps.stopping, ...(signal ? [signal] : [])]);
  let seen = input.lastPulse ?? null;
  while (!stop.aborted) {
    const pulse = await deps.database.withTenant(tenant, (db) => readRunPulse(tenant, db, input.runId));
    if (pulse === null) throw notFound('run');
    if (pulse !== seen) {
      const view = await readRun(tenant, input, deps);
      seen = pulse;
      yield { pulse, view };
      if (isFinal(view)) return;
    }
    await pauseUntilStopped(deps.watchEveryMs, stop);
  }
}

const isFinal = (view: RunView): boolean => finalRunStatuses.some((status) => status === view.run.status);
