// Reads again, by itself, what each connection knows: devices, clients, technicians, people. Every few hours, one connection
// after the other, whoever of the workers comes first; what a person read again by hand is not due.
import { systemTenant } from '#server/platform/tenant.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { claimPoll, findDuePolls } from './polls.repository.ts';
import { scheduleSync, syncLeaseMs, syncTrigger } from './schedule-sync.ts';
import { syncConnection } from './sync-connection.ts';

/** what failed is tried again sooner */
const retrySeconds = 1_800;
const mostPerRound = 20;
const mostDue = 10_000;

export interface SyncDueDeps extends Pick<ConnectionsDeps, 'database' | 'vendors' | 'afterSync'> {
  onError(error: unknown, where: { orgId: string; connectionId: string }): void;
  signal?: AbortSignal;
  /** only these orgs; absent = all */
  orgIds?: string[];
}

/** @returns how many were read again */
export async function syncDueConnections(deps: SyncDueDeps): Promise<number> {
  const { database } = deps;
  const known = deps.vendors.connectors().map(({ id }) => ({ connector: id, trigger: syncTrigger }));
  const due = await database.sqlWithoutTenant((sql) => findDuePolls(sql, known, deps.orgIds ? mostDue : mostPerRound));
  let done = 0;
  for (const { orgId, connectionId } of due) {
    if (deps.signal?.aborted) break;
    if (deps.orgIds && !deps.orgIds.includes(orgId)) continue;
    const tenant = systemTenant(orgId, 'sync');
    const poll = { connectionId, trigger: syncTrigger };
    const claim = await database.sqlWithTenant(tenant, (sql) => claimPoll(tenant, sql, poll, syncLeaseMs));
    if (!claim) continue;
    try {
      await syncConnection(tenant, { connectionId }, deps);
      done++;
    } catch (error) {
      await scheduleSync(tenant, database, connectionId, retrySeconds);
      deps.onError(error, { orgId, connectionId });
    }
  }
  return done;
}
