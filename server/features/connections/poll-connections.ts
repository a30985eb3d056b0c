// Asks every connection that is due what is new, and hands the hints on. The worker calls it again and again; several
// workers share the work. The cursor moves only after the hints are kept: a crash repeats, it never loses.
import type { Database } from '#server/platform/db/database.ts';
import { listOrgIds } from '#server/platform/db/list-org-ids.ts';
import { systemTenant, type TenantContext } from '#server/platform/tenant.ts';
import { claimPoll, findActiveConnections, saveCursor } from './connections.repository.ts';
import type { EntityHint, VendorGateway } from './vendor-gateway.ts';

/** Whoever takes in news. Returns when the hints are committed; the same hint twice is one. */
export type AcceptHints = (tenant: TenantContext, connectionId: string, hints: EntityHint[]) => Promise<void>;

export interface PollDeps {
  database: Database;
  vendors: Pick<VendorGateway, 'polls' | 'poll'>;
  acceptHints: AcceptHints;
  onError(error: unknown, where: { orgId: string; connectionId: string; poll: string }): void;
  signal?: AbortSignal;
  /** only these orgs; absent = all */
  orgIds?: string[];
}

export interface PollRound {
  polled: number;
  hints: number;
  failed: number;
}

/** a backlog is worked off over several rounds */
const maxPagesPerRound = 10;
const polledAtOnce = 4;

export async function pollConnections(deps: PollDeps): Promise<PollRound> {
  const round: PollRound = { polled: 0, hints: 0, failed: 0 };
  const jobs: { tenant: TenantContext; connectionId: string; poll: string; everySeconds: number }[] = [];
  for (const orgId of deps.orgIds ?? (await listOrgIds(deps.database))) {
    const tenant = systemTenant(orgId, 'poller');
    const connections = await deps.database.withTenant(tenant, (db) => findActiveConnections(tenant, db));
    for (const { id, connector } of connections) {
      for (const { name, everySeconds } of pollsOf(deps, connector)) {
        jobs.push({ tenant, connectionId: id, poll: name, everySeconds });
      }
    }
  }
  const next = async (): Promise<void> => {
    for (let job = jobs.shift(); job && !deps.signal?.aborted; job = jobs.shift()) {
      const { tenant, connectionId, poll } = job;
      try {
        const hints = await runPoll(job, deps);
        if (hints === null) continue;
        round.polled++;
        round.hints += hints;
      } catch (error) {
        // one dead vendor delays nobody else
        round.failed++;
        deps.onError(error, { orgId: tenant.orgId, connectionId, poll });
      }
    }
  };
  await Promise.all(Array.from({ length: polledAtOnce }, next));
  return round;
}

/** null = not due, or another worker has it */
async function runPoll(
  job: { tenant: TenantContext; connectionId: string; poll: string; everySeconds: number },
  deps: PollDeps,
): Promise<number | null> {
  const { tenant, connectionId, poll: trigger } = job;
  const claim = await deps.database.withTenant(tenant, (db) => claimPoll(tenant, db, { ...job, trigger }));
  if (!claim) return null;
  let { cursor } = claim;
  let taken = 0;
  for (let page = 0; page < maxPagesPerRound && !deps.signal?.aborted; page++) {
    const answer = await deps.vendors.poll(tenant, connectionId, trigger, cursor);
    if (answer.hints.length > 0) await deps.acceptHints(tenant, connectionId, answer.hints);
    taken += answer.hints.length;
    cursor = answer.cursor;
    await deps.database.withTenant(tenant, (db) => saveCursor(tenant, db, connectionId, trigger, answer.cursor));
    if (!answer.more) break;
  }
  return taken;
}

function pollsOf(deps: PollDeps, connector: string): { name: string; everySeconds: number }[] {
  try {
    return deps.vendors.polls(connector);
  } catch {
    // a connector that is not part of this version has no polls
    return [];
  }
}
