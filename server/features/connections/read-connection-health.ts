// How a connection is doing, in figures: its pace, what waits because of it, its polls and its webhook.
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { pollMark, readBacklog } from '../ingest/public.ts';
import type { ConnectionInput } from './connection.schema.ts';
import { readHeldRuns } from './connection-health.repository.ts';
import type { ConnectionHealthView } from './connection-health.schema.ts';
import { type ConnectionRow, findConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { statusOf } from './list-connections.ts';
import { findPolls } from './polls.repository.ts';
import type { ConnectionPace } from './vendor-gateway.ts';
import { findArrival } from './webhook.repository.ts';

/** a delivery that is older tells nothing about whether the hook works */
const deliveryDays = 7;

/** A connector that is not part of this version any more is asked nothing. */
const noPace: ConnectionPace = {
  allowedPerMinute: 0,
  limitPerMinute: 0,
  shared: 'connection',
  usedLastMinute: 0,
  throttledAt: null,
  blockedUntil: null,
  openUntil: null,
  failuresInARow: 0,
  recoveringWith: null,
};

export async function readConnectionHealth(
  tenant: TenantContext,
  input: ConnectionInput,
  deps: Pick<ConnectionsDeps, 'database' | 'vendors' | 'now'>,
): Promise<ConnectionHealthView> {
  const { database, vendors } = deps;
  const row = await database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!row) throw notFound('connection');
  const info = vendors.connectors().find((one) => one.id === row.connector);
  const { recoveringWith, ...pace } = (await vendors.pace(tenant, row)) ?? noPace;
  const lookBack = new Date(deps.now().getTime() - deliveryDays * 86_400_000);
  const found = await database.sqlWithTenant(tenant, async (sql) => ({
    events: await readBacklog(tenant, sql, row.id),
    runs: await readHeldRuns(tenant, sql, row.id),
    polls: await findPolls(tenant, sql, row.id),
    delivery: info?.hasWebhook ? await findArrival(tenant, sql, row.id, lookBack, pollMark) : null,
  }));
  const usual = new Map(info ? vendors.polls(row.connector).map((poll) => [poll.name, poll.everySeconds]) : []);
  return {
    connectionId: row.id,
    ...statusOf(row),
    checkedAt: row.checkedAt,
    pace,
    backlog: { ...backlogOf(found, pace), recoveringWith },
    polls: found.polls.flatMap((poll) => {
      const usualSeconds = usual.get(poll.trigger);
      if (usualSeconds === undefined) return [];
      const { every_seconds: every, polled_at: lastAt, news_at: lastNewsAt, due_at: nextAt } = poll;
      return [{ name: poll.trigger, everySeconds: every ?? usualSeconds, usualSeconds, lastAt, lastNewsAt, nextAt }];
    }),
    webhook: info?.hasWebhook
      ? webhookOf(
          row,
          deps.now(),
          found.delivery?.received_at ?? null,
          info.fields.some((field) => field.secret && field.isGenerated === true),
        )
      : null,
  };
}

interface Waiting {
  waiting: number;
  oldestAt: Date | null;
  nextTryAt: Date | null;
}

function backlogOf(
  { events, runs }: { events: Waiting & { held: number; dead: number }; runs: Waiting },
  pace: Pick<ConnectionPace, 'openUntil' | 'blockedUntil'>,
) {
  const gate = latest(pace.openUntil, pace.blockedUntil);
  const isHeld = events.held > 0 || (gate !== null && events.waiting > 0);
  const { held: _held, ...shown } = events;
  const nextEvent = events.waiting > 0 ? latest(gate, events.nextTryAt) : null;
  return {
    since: earliest(isHeld ? events.oldestAt : null, runs.oldestAt),
    nextTryAt: isHeld || runs.waiting > 0 ? earliest(nextEvent, latest(gate, runs.nextTryAt)) : null,
    events: { ...shown, nextTryAt: nextEvent },
    runs,
  };
}

function webhookOf(row: ConnectionRow, now: Date, lastDeliveryAt: Date | null, canRotateSecrets: boolean) {
  const ifValid = (until: Date | null) => (until && until > now ? until : null);
  return {
    lastDeliveryAt,
    isActive: row.hookIsActive,
    problem: row.hookProblem,
    checkedAt: row.hookCheckedAt,
    formerAddressUntil: ifValid(row.formerIngestUntil),
    formerSecretsUntil: ifValid(row.formerSecretsUntil),
    canRotateSecrets,
  };
}

const sorted = (dates: (Date | null)[]) =>
  dates.filter((date): date is Date => date !== null).sort((a, b) => a.getTime() - b.getTime());
const earliest = (...dates: (Date | null)[]): Date | null => sorted(dates)[0] ?? null;
const latest = (...dates: (Date | null)[]): Date | null => sorted(dates).at(-1) ?? null;
