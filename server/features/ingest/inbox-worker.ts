// Drains the inboxes of all connections, fairly: each connection has at most one batch under way, an org half of the places
// at most, and the org served longest ago is next. 50,000 waiting events, or a vendor that answers slowly, take one place.
import { setTimeout as sleep } from 'node:timers/promises';
import { systemTenant } from '#server/platform/tenant.ts';
import { type DrainDeps, type DrainLimits, drainInbox, drainLimits } from './drain-inbox.ts';
import { findPendingInboxes, type PendingInbox } from './inbox.repository.ts';

export interface InboxWorkerOptions {
  /** connections drained at once */
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
  const placesPerOrg = Math.max(1, Math.ceil(places / 2));
  const busy = new Map<string, { orgId: string; work: Promise<void> }>();
  /** of orgs and of their connections: whose turn was longest ago is next */
  const servedAt = new Map<string, number>();
  const stopping = new AbortController();
  let turn = 0;
  const keyOf = ({ orgId, connectionId }: PendingInbox) => `${orgId}/${connectionId}`;
  const heldBy = (orgId: string) => [...busy.values()].filter((one) => one.orgId === orgId).length;
  const turnOf = (key: string) => servedAt.get(key) ?? -1;

  const serve = (inbox: PendingInbox) => {
    const key = keyOf(inbox);
    servedAt.set(key, turn);
    servedAt.set(inbox.orgId, turn++);
    const work = drainInbox(systemTenant(inbox.orgId, 'inbox'), deps, limits, inbox.connectionId)
      .then(() => {})
      .catch((error: unknown) => deps.log.warn('inbox batch failed', { orgId: inbox.orgId, error: String(error) }))
      .finally(() => busy.delete(key));
    busy.set(key, { orgId: inbox.orgId, work });
  };

  const round = async (): Promise<void> => {
    const waiting = await deps.database.sqlWithoutTenant(findPendingInboxes);
    const known = new Set(waiting.flatMap((inbox) => [inbox.orgId, keyOf(inbox)]));
    for (const key of servedAt.keys()) if (!known.has(key)) servedAt.delete(key);
    const next = waiting
      .filter((inbox) => !busy.has(keyOf(inbox)))
      .sort((a, b) => turnOf(a.orgId) - turnOf(b.orgId) || turnOf(keyOf(a)) - turnOf(keyOf(b)));
    // the first of every org, then the second: an org with many connections is one org
    for (let seats = 1; seats <= placesPerOrg; seats++) {
      for (const inbox of next) {
        if (busy.size >= places) return;
        if (!busy.has(keyOf(inbox)) && heldBy(inbox.orgId) < seats) serve(inbox);
      }
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await round().catch((error: unknown) => deps.log.warn('inbox not readable', { error: String(error) }));
      const pause = sleep(idleMs, undefined, { signal: stopping.signal }).catch(() => {});
      // a place that comes free is filled at once; without work the pause decides
      const works = [...busy.values()].map(({ work }) => work);
      await (works.length > 0 ? Promise.race([...works, pause]) : pause);
    }
    await Promise.all([...busy.values()].map(({ work }) => work));
  };

  const running = loop();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
