// The clocks of our copies of tickets: computed when somebody looks, from what was promised and what was seen.
import type { Database, Db } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  type ListClocksInput,
  type ReadClockOutput,
  runsOutSoon,
  type ServiceLevel,
  type Stage,
  serviceLevelSchema,
  stageSchema,
  type TicketClock,
  type TicketClockView,
} from './service-level.schema.ts';
import {
  type ClockedRow,
  findClockedTicket,
  findClockedTickets,
  findOpenTickets,
  findServiceLevels,
  type ServiceLevelRow,
} from './service-levels.repository.ts';
import { type ClockedTicket, readClock } from './ticket-clock.ts';

export interface ServiceLevelsDeps {
  database: Database;
  now(): Date;
}

/** more open tickets than this are not looked at in one go; the oldest are */
const mostTickets = 5_000;

/** Late first, then what runs out first, then the quiet ones. */
export const listClocks = (tenant: TenantContext, input: ListClocksInput, deps: ServiceLevelsDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const levels = await levelsOf(tenant, db);
    const nowMs = deps.now().getTime();
    const rows = await findOpenTickets(tenant, db, input.q, mostTickets);
    const all = rows.flatMap((row): TicketClock[] => {
      const clock = clockOf(row, levels, nowMs);
      return clock ? [{ ticket: summarize(row), clock }] : [];
    });
    const isLate = ({ clock }: TicketClock) => clock.response.state === 'late' || clock.resolution.state === 'late';
    const isSoon = (one: TicketClock) => !isLate(one) && [one.clock.response, one.clock.resolution].some(runsOutSoon);
    const views = { late: isLate, soon: isSoon, stale: ({ clock }: TicketClock) => clock.isStale, all: () => true };
    const counted = (view: keyof typeof views) => all.filter(views[view]).length;
    const urgency = ({ clock }: TicketClock) =>
      Math.min(...[clock.response, clock.resolution].map(({ dueAt }) => dueAt?.getTime() ?? Number.POSITIVE_INFINITY));
    const items = all
      .filter(views[input.view])
      .sort(
        (a, b) =>
          Number(isLate(b)) - Number(isLate(a)) || urgency(a) - urgency(b) || (a.ticket.id < b.ticket.id ? -1 : 1),
      )
      .slice(0, input.limit);
    return {
      isPromised: levels.general !== null || levels.byClient.size > 0,
      items,
      counts: { late: counted('late'), soon: counted('soon'), stale: counted('stale'), open: rows.length },
    };
  });

/** null = nothing was promised to this client. */
export const readTicketClock = (tenant: TenantContext, input: { ticketId: string }, deps: ServiceLevelsDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<ReadClockOutput> => {
    const row = await findClockedTicket(tenant, db, input.ticketId);
    if (!row) throw notFound('ticket');
    const level = levelOf(row, await levelsOf(tenant, db));
    if (!level) return null;
    const { name, timeZone } = level;
    const clock = readClock(level, toClocked(row), deps.now().getTime());
    return { ...clock, stage: stageOf(row.stage), promise: { name, timeZone } };
  });

/** Of the rows of a list, in one question. */
export const readTicketClocks = (tenant: TenantContext, input: { ticketIds: string[] }, deps: ServiceLevelsDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const levels = await levelsOf(tenant, db);
    const rows = await findClockedTickets(tenant, db, input.ticketIds);
    const nowMs = deps.now().getTime();
    return rows.flatMap((row) => {
      const clock = clockOf(row, levels, nowMs);
      return clock ? [{ ticketId: row.id, clock }] : [];
    });
  });

interface Levels {
  byClient: ReadonlyMap<string, ServiceLevel>;
  general: ServiceLevel | null;
}

async function levelsOf(tenant: TenantContext, db: Db): Promise<Levels> {
  const rows = await findServiceLevels(tenant, db);
  const level = (row: ServiceLevelRow) => serviceLevelSchema.parse(factsOf(row));
  const general = rows.find(({ clientId }) => clientId === null);
  const own = rows.filter(({ clientId }) => clientId !== null);
  return {
    byClient: new Map(own.map((row) => [row.clientId ?? '', level(row)])),
    general: general ? level(general) : null,
  };
}

export const factsOf = ({
  name,
  timeZone,
  week,
  holidays,
  targets,
  pausedStages,
  staleAfterMinutes,
}: ServiceLevelRow) => ({
  name,
  timeZone,
  week,
  holidays,
  targets,
  pausedStages,
  staleAfterMinutes,
});

const levelOf = ({ clientId }: ClockedRow, levels: Levels): ServiceLevel | null =>
  (clientId && levels.byClient.get(clientId)) || levels.general;

function clockOf(row: ClockedRow, levels: Levels, nowMs: number): TicketClockView | null {
  const level = levelOf(row, levels);
  return level ? readClock(level, toClocked(row), nowMs) : null;
}

const stageOf = (text: string | null): Stage | null => stageSchema.safeParse(text).data ?? null;

const toClocked = (row: ClockedRow): ClockedTicket => ({
  // a vendor that does not say when it was opened: when it was first seen
  openedAtMs: (row.openedAt ?? row.changes[0]?.at ?? row.syncedAt).getTime(),
  priority: row.priority,
  stage: stageOf(row.stage),
  isClosed: row.isClosed,
  closedAtMs: row.closedAt?.getTime() ?? null,
  touchedAtMs: (row.vendorAt ?? row.syncedAt).getTime(),
  changes: row.changes.map(({ at, stage, hasOwner }) => ({ atMs: at.getTime(), stage: stageOf(stage), hasOwner })),
});

const summarize = ({ id, externalId, title, status, stage, priority, assignee, client }: ClockedRow) => ({
  id,
  externalId,
  title,
  status,
  stage: stageOf(stage),
  priority,
  assignee,
  client,
});
