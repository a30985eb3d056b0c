// Drains the inboxes of all orgs, fairly: each org has at most one batch under way, and the org served longest ago is
// next. An org with 50,000 waiting events, or a vendor that answers slowly, takes one place and no more.
import { setTimeout as sleep } from 'node:timers/promises';
import { systemTenant } from '#server/platform/tenant.ts';
import { type DrainDeps, type DrainLimits, drainInbox, drainLimits } from './drain-inbox.ts';
import { findPendingOrgs } from './inbox.repository.ts';

export interface InboxWorkerOptions {
  /** orgs drained at once */
  places?: number;
  /** pause when nothing is waiting */
  idleMs?: number;
  limits?: DrainLimits;
}

export interface InboxWorker {
  /** finishes the batches under way and takes no more */
  stop(): Promise<void>;
}

export function startInboxWorker(deps: DrainDeps, options: InboxWorkerOptions = {}): InboxWorker {
  const { places, idleMs, limits } = { places: 8, idleMs: 150, limits: drainLimits, ...options };
  const busy = new Map<string, Promise<void>>();
  const servedAt = new Map<string, number>();
  const stopping = new AbortController();
  let turn = 0;

  const serve = (orgId: string) => {
    servedAt.set(orgId, turn++);
    const work = drainInbox(systemTenant(orgId, 'inbox'), deps, limits)
      .then(() => {})
      .catch((error: unknown) => deps.log.warn('inbox batch failed', { orgId, error: String(error) }))
      .finally(() => busy.delete(orgId));
    busy.set(orgId, work);
  };

  const round = async (): Promise<void> => {
    const waiting = await deps.database.sqlWithoutTenant(findPendingOrgs);
    for (const orgId of servedAt.keys()) if (!waiting.includes(orgId)) servedAt.delete(orgId);
    const next = waiting
      .filter((orgId) => !busy.has(orgId))
      .sort((a, b) => (servedAt.get(a) ?? -1) - (servedAt.get(b) ?? -1));
    for (const orgId of next.slice(0, places - busy.size)) serve(orgId);
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => deps.log.warn('inbox not readable', { error: String(error) }));
      const pause = sleep(idleMs, undefined, { signal: stopping.signal }).catch(() => {});
      // a place that comes free is filled at once; without work the pause decides
      await (busy.size > 0 ? Promise.race([...busy.values(), pause]) : pause);
    }
    await Promise.all(busy.values());
  };

  const running = loop();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
