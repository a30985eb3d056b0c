// Asks what is due what is new, and hands the hints on. The worker calls it again and again; several workers share the
// work. The cursor moves only after the hints are kept: a crash repeats, it never loses. A vendor that hangs holds one
// place, an org holds a few, and the others go on meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { systemTenant, type TenantContext } from '#server/platform/tenant.ts';
import { nextPollSeconds, type PollResult } from './poll-pace.ts';
import { claimPoll, type DuePoll, findDuePolls, finishPoll, saveCursor } from './polls.repository.ts';
import type { EntityHint, VendorGateway } from './vendor-gateway.ts';

/** Whoever takes in news. Returns when the hints are committed; the same hint twice is one. */
export type AcceptHints = (tenant: TenantContext, connectionId: string, hints: EntityHint[]) => Promise<void>;

export interface PollDeps {
  database: Database;
  vendors: Pick<VendorGateway, 'connectors' | 'polls' | 'poll'>;
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

/** a backlog is worked off over several turns */
const maxPagesPerTurn = 10;
const places = 8;
const placesPerOrg = 3;
/** what became due meanwhile is not kept waiting by a poll that hangs */
const lookAgainMs = 1_000;
/** longer than a page may take; renewed with every page */
const leaseMs = 90_000;
const mostDue = 500;

export async function pollConnections(deps: PollDeps): Promise<PollRound> {
  const round: PollRound = { polled: 0, hints: 0, failed: 0 };
  const known = knownPolls(deps);
  const running = new Map<string, { orgId: string; work: Promise<void> }>();
  const heldBy = (orgId: string) => [...running.values()].filter((one) => one.orgId === orgId).length;
  const start = (poll: DuePoll) => {
    const key = `${poll.orgId}/${poll.connectionId}/${poll.trigger}`;
    if (running.has(key) || heldBy(poll.orgId) >= placesPerOrg) return;
    const usual = known.find((one) => one.connector === poll.connector && one.trigger === poll.trigger)?.everySeconds;
    const work = runPoll(poll, usual ?? 60, deps)
      .then((hints) => {
        if (hints === null) return;
        round.polled++;
        round.hints += hints;
      })
      .catch((error: unknown) => {
        // one dead vendor delays nobody else
        round.failed++;
        deps.onError(error, { orgId: poll.orgId, connectionId: poll.connectionId, poll: poll.trigger });
      })
      .finally(() => running.delete(key));
    running.set(key, { orgId: poll.orgId, work });
  };
  while (!deps.signal?.aborted) {
    const due = await deps.database.sqlWithoutTenant((sql) => findDuePolls(sql, known, mostDue));
    for (const poll of due) {
      if (running.size >= places) break;
      if (deps.orgIds?.includes(poll.orgId) ?? true) start(poll);
    }
    if (running.size === 0) break;
    const woken = new AbortController();
    const pause = sleep(lookAgainMs, undefined, { signal: woken.signal }).catch(() => undefined);
    await Promise.race([pause, ...[...running.values()].map(({ work }) => work)]);
    woken.abort();
  }
  await Promise.all([...running.values()].map(({ work }) => work));
  return round;
}

/** null = not due any more, or another worker has it */
async function runPoll(due: DuePoll, usualSeconds: number, deps: PollDeps): Promise<number | null> {
  const { database, vendors } = deps;
  const tenant = systemTenant(due.orgId, 'poller');
  const { connectionId, trigger } = due;
  const poll = { connectionId, trigger };
  const claim = await database.sqlWithTenant(tenant, (sql) => claimPoll(tenant, sql, poll, leaseMs));
  if (!claim) return null;
  const finish = (result: PollResult, wait: { atLeast?: number; isOver?: boolean } = {}) => {
    const everySeconds = nextPollSeconds(claim.everySeconds, usualSeconds, result);
    const afterSeconds = wait.isOver ? 0 : Math.max(everySeconds, wait.atLeast ?? 0);
    const next = { everySeconds, afterSeconds, hasAnswered: result !== 'away', hadNews: result === 'news' };
    return database.sqlWithTenant(tenant, (sql) => finishPoll(tenant, sql, poll, next));
  };
  let { cursor } = claim;
  let taken = 0;
  let hasMore = false;
  try {
    for (let page = 0; page < maxPagesPerTurn && !deps.signal?.aborted; page++) {
      const answer = await vendors.poll(tenant, connectionId, trigger, cursor);
      if (answer.hints.length > 0) await deps.acceptHints(tenant, connectionId, answer.hints);
      taken += answer.hints.length;
      cursor = answer.cursor;
      hasMore = answer.more;
      await database.sqlWithTenant(tenant, (sql) => saveCursor(tenant, sql, poll, answer.cursor, leaseMs));
      if (!hasMore) break;
    }
  } catch (error) {
    await finish('away', { atLeast: secondsToWait(error) });
    throw error;
  }
  // a backlog goes on at its next turn
  await finish(taken > 0 ? 'news' : 'quiet', { isOver: hasMore });
  return taken;
}

/** What the vendor asked for. */
function secondsToWait(error: unknown): number {
  const details = error instanceof AppError ? error.details : undefined;
  if (typeof details !== 'object' || details === null || !('retryAfterMs' in details)) return 0;
  const waitMs = Number(details.retryAfterMs);
  return Number.isFinite(waitMs) ? waitMs / 1_000 : 0;
}

const knownPolls = ({ vendors }: Pick<PollDeps, 'vendors'>) =>
  vendors
    .connectors()
    .flatMap(({ id }) =>
      vendors.polls(id).map(({ name, everySeconds }) => ({ connector: id, trigger: name, everySeconds })),
    );
