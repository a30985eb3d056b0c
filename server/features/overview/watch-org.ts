// Tells an open console which areas changed, so that its lists stay true without asking for them again and again.
import type { Database } from '#server/platform/db/database.ts';
import { pauseUntilStopped } from '#server/platform/pause.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { readOrgPulse } from './overview.repository.ts';
import type { OrgPulse } from './watch-org.schema.ts';

export interface WatchOrgDeps {
  database: Database;
  now: () => Date;
  /** aborted when the process is asked to stop: an open stream must not hold its exit */
  stopping: AbortSignal;
  watchOrgEveryMs: number;
}

export async function* watchOrg(
  tenant: TenantContext,
  deps: WatchOrgDeps,
  signal: AbortSignal | undefined,
): AsyncGenerator<OrgPulse, void> {
  const stop = AbortSignal.any([deps.stopping, ...(signal ? [signal] : [])]);
  let seen = '';
  while (!stop.aborted) {
    const pulse = await deps.database.withTenant(tenant, (db) => readOrgPulse(tenant, db, deps.now()));
    const digest = JSON.stringify(pulse);
    if (digest !== seen) yield pulse;
    seen = digest;
    await pauseUntilStopped(deps.watchOrgEveryMs, stop);
  }
}
