// The clocks of one ticket: how much of what was promised is used, when it runs out, and whether nobody looks after it. Pure:
// everything comes from what was seen of the ticket, and from the time.
import { afterOpenMinutes, type OpenHours, openMinutesBetween } from './open-hours.ts';
import type { ClockView, ServiceLevel, Stage, TicketClockView } from './service-level.schema.ts';

/** One thing that was seen of a ticket, in order of time. */
export interface StageChange {
  atMs: number;
  stage: Stage | null;
  hasOwner: boolean;
}

export interface ClockedTicket {
  openedAtMs: number;
  priority: string | null;
  /** what it is now */
  stage: Stage | null;
  isClosed: boolean;
  closedAtMs: number | null;
  /** last change at the vendor */
  touchedAtMs: number;
  changes: readonly StageChange[];
}

const over = new Set<Stage | null>(['resolved', 'closed']);

export function readClock(level: ServiceLevel, ticket: ClockedTicket, nowMs: number): TicketClockView {
  const hours: OpenHours = level;
  const targets = level.targets[(ticket.priority ?? 'medium') as keyof ServiceLevel['targets']] ?? {
    response: null,
    resolution: null,
  };
  const answeredAtMs = firstAnswer(ticket);
  const resolvedAtMs = ticket.isClosed || over.has(ticket.stage) ? endOf(ticket) : null;
  const response = clock(hours, targets.response, {
    usedMinutes: openMinutesBetween(hours, ticket.openedAtMs, answeredAtMs ?? resolvedAtMs ?? nowMs),
    isOver: answeredAtMs !== null || resolvedAtMs !== null,
    isPaused: false,
    isLatest: !isOpeningSeen(ticket),
    nowMs,
  });
  const resolution = clock(hours, targets.resolution, {
    usedMinutes: countedMinutes(level, ticket, resolvedAtMs ?? nowMs),
    isOver: resolvedAtMs !== null,
    isPaused: ticket.stage !== null && level.pausedStages.includes(ticket.stage),
    isLatest: ticket.closedAtMs === null && over.has(ticket.changes[0]?.stage ?? null),
    nowMs,
  });
  const quietMinutes = openMinutesBetween(hours, ticket.touchedAtMs, nowMs);
  return {
    response,
    resolution,
    isStale: resolvedAtMs === null && level.staleAfterMinutes !== null && quietMinutes >= level.staleAfterMinutes,
    quietSince: new Date(ticket.touchedAtMs),
  };
}

/** Somebody has it in hand: it has an owner, or it stands somewhere else than at its beginning. */
const isAnswered = ({ stage, hasOwner }: StageChange): boolean => hasOwner || (stage !== null && stage !== 'new');

/** It was seen while it still waited for an answer. Of one from before our time only the latest moment of its answer is known. */
function isOpeningSeen({ changes: [first] }: ClockedTicket): boolean {
  return first !== undefined && !isAnswered(first);
}

function firstAnswer(ticket: ClockedTicket): number | null {
  const first = ticket.changes.find(isAnswered);
  return first ? Math.max(first.atMs, ticket.openedAtMs) : null;
}

/** When it was resolved: the last time it came to stand there, or what the vendor says. */
function endOf(ticket: ClockedTicket): number {
  const lastOpen = ticket.changes.findLastIndex(({ stage }) => !over.has(stage));
  const seen = ticket.changes[lastOpen + 1]?.atMs;
  return ticket.closedAtMs ?? seen ?? ticket.touchedAtMs;
}

/** Open minutes in stages that count, from the opening on. What was before the first thing seen counts. */
function countedMinutes(level: ServiceLevel, ticket: ClockedTicket, untilMs: number): number {
  let minutes = 0;
  let fromMs = ticket.openedAtMs;
  let stage: Stage | null = 'new';
  for (const change of [...ticket.changes, { atMs: untilMs, stage: ticket.stage, hasOwner: false }]) {
    const toMs = Math.min(Math.max(change.atMs, fromMs), untilMs);
    const isCounted = stage === null || (!level.pausedStages.includes(stage) && !over.has(stage));
    if (isCounted) minutes += openMinutesBetween(level, fromMs, toMs);
    fromMs = toMs;
    stage = change.stage;
  }
  return minutes;
}

function clock(
  hours: OpenHours,
  targetMinutes: number | null,
  /** `isLatest`: it ended at the time that is given, or before it */
  facts: { usedMinutes: number; isOver: boolean; isPaused: boolean; isLatest: boolean; nowMs: number },
): ClockView {
  const { usedMinutes, isOver, isPaused, isLatest, nowMs } = facts;
  const none = { targetMinutes, usedMinutes, dueAt: null };
  if (targetMinutes === null) return { state: 'none', ...none };
  if (usedMinutes > targetMinutes) return { state: isOver && isLatest ? 'unknown' : 'late', ...none };
  if (isOver) return { state: 'met', ...none };
  if (isPaused) return { state: 'paused', ...none };
  const dueAtMs = afterOpenMinutes(hours, nowMs, targetMinutes - usedMinutes);
  return { state: 'running', targetMinutes, usedMinutes, dueAt: dueAtMs === null ? null : new Date(dueAtMs) };
}
