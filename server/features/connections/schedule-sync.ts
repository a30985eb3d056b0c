// When a connection is read again by itself: beside the vendor's polls, in the same table.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { claimPoll, finishPoll } from './polls.repository.ts';

export const syncTrigger = 'sync';
const syncEverySeconds = 6 * 3_600;
/** longer than the longest list takes; a worker that dies with it delays the next one by this */
export const syncLeaseMs = 30 * 60_000;

/** Called at the end of every sync, whoever asked for it. */
export async function scheduleSync(
  tenant: TenantContext,
  database: Database,
  connectionId: string,
  afterSeconds = syncEverySeconds,
): Promise<void> {
  const poll = { connectionId, trigger: syncTrigger };
  const next = { everySeconds: syncEverySeconds, afterSeconds, hasAnswered: true, hadNews: false };
  await database.sqlWithTenant(tenant, async (sql) => {
    await claimPoll(tenant, sql, poll, syncLeaseMs);
    await finishPoll(tenant, sql, poll, next);
  });
}
