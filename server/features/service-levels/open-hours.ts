// Minutes that count: those in which the service desk is open, in its own time zone, over every change of the clocks. Pure.
import { Calendar, dayMs, type OpenHours, type Span } from './open-calendar.ts';

export type { OpenHours } from './open-calendar.ts';

const minuteMs = 60_000;
/** nobody waits longer; a promise without any open hour must not be searched for ever */
const longestDays = 2_000;
/** a day of the desk lies within this many of UTC's, wherever on earth it is */
const edgeDays = 2;

/** one per promise: the days of a year are the same for five thousand tickets */
const calendars = new WeakMap<OpenHours, Calendar>();
function calendarOf(hours: OpenHours): Calendar {
  const calendar = calendars.get(hours) ?? new Calendar(hours);
  calendars.set(hours, calendar);
  return calendar;
}

const dayOf = (ms: number): number => Math.floor(ms / dayMs);

/** Open minutes between two instants; 0 when the end is not after the beginning. */
export function openMinutesBetween(hours: OpenHours, fromMs: number, toMs: number): number {
  const calendar = calendarOf(hours);
  if (calendar.isNeverOpen) return 0;
  const first = dayOf(fromMs) - edgeDays;
  const last = Math.min(dayOf(toMs) + edgeDays, first + longestDays);
  let openMs = 0;
  for (let day = first; day <= last; ) {
    const whole = day >= first + 2 * edgeDays ? calendar.blockFrom(day) : null;
    if (whole && day + whole.days <= last - 2 * edgeDays) {
      openMs += whole.openMs;
      day += whole.days;
      continue;
    }
    for (const span of calendar.spansOf(day)) openMs += overlapMs(span, fromMs, toMs);
    day++;
  }
  return Math.floor(openMs / minuteMs);
}

const overlapMs = (span: Span, fromMs: number, toMs: number): number =>
  Math.max(0, Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs));

/** The instant at which so many open minutes have passed; null when there are none within years. */
export function afterOpenMinutes(hours: OpenHours, fromMs: number, minutes: number): number | null {
  let leftMs = minutes * minuteMs;
  if (leftMs <= 0) return fromMs;
  const calendar = calendarOf(hours);
  if (calendar.isNeverOpen) return null;
  const first = dayOf(fromMs) - edgeDays;
  for (let day = first; day < first + longestDays; ) {
    const whole = day >= first + 2 * edgeDays ? calendar.blockFrom(day) : null;
    if (whole && whole.openMs < leftMs) {
      leftMs -= whole.openMs;
      day += whole.days;
      continue;
    }
    for (const span of calendar.spansOf(day)) {
      const beginMs = Math.max(span.fromMs, fromMs);
      const lengthMs = span.toMs - beginMs;
      if (lengthMs <= 0) continue;
      if (lengthMs >= leftMs) return beginMs + leftMs;
      leftMs -= lengthMs;
    }
    day++;
  }
  return null;
}
