// Minutes that count: those in which the service desk is open, in its own time zone, over every change of the clocks. Pure.
import { Temporal } from 'temporal-polyfill';
import type { Week } from './service-level.schema.ts';

export interface OpenHours {
  timeZone: string;
  week: Week;
  /** YYYY-MM-DD */
  holidays: readonly string[];
}

interface Span {
  fromMs: number;
  toMs: number;
}

const minuteMs = 60_000;
/** nobody waits longer; a promise without any open hour must not be searched for ever */
const longestDays = 2_000;

/** Open minutes between two instants; 0 when the end is not after the beginning. */
export function openMinutesBetween(hours: OpenHours, fromMs: number, toMs: number): number {
  let openMs = 0;
  for (const span of spansFrom(hours, fromMs)) {
    if (Math.max(span.fromMs, fromMs) >= toMs) break;
    openMs += Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs);
  }
  return Math.floor(openMs / minuteMs);
}

/** The instant at which so many open minutes have passed; null when there are none within years. */
export function afterOpenMinutes(hours: OpenHours, fromMs: number, minutes: number): number | null {
  let leftMs = minutes * minuteMs;
  if (leftMs <= 0) return fromMs;
  for (const span of spansFrom(hours, fromMs)) {
    const beginMs = Math.max(span.fromMs, fromMs);
    const lengthMs = span.toMs - beginMs;
    if (lengthMs >= leftMs) return beginMs + leftMs;
    leftMs -= lengthMs;
  }
  return null;
}

/** Openings that end after an instant, in order. */
function* spansFrom(hours: OpenHours, fromMs: number): Generator<Span> {
  if (hours.week.every((day) => day.length === 0)) return;
  const holidays = new Set(hours.holidays);
  const first = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(hours.timeZone).toPlainDate();
  for (let day = 0, date = first; day < longestDays; day++, date = date.add({ days: 1 })) {
    if (holidays.has(date.toString())) continue;
    for (const { from, to } of hours.week[date.dayOfWeek - 1] ?? []) {
      const span = { fromMs: instantOf(date, from, hours.timeZone), toMs: instantOf(date, to, hours.timeZone) };
      if (span.toMs > fromMs && span.toMs > span.fromMs) yield span;
    }
  }
}

/** A time that the clocks skip is the moment after the skip; one that comes twice is the first. */
function instantOf(date: Temporal.PlainDate, minutes: number, timeZone: string): number {
  const day = minutes === 1_440 ? date.add({ days: 1 }) : date;
  const time = Temporal.PlainTime.from({ hour: Math.floor((minutes % 1_440) / 60), minute: minutes % 60 });
  return day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}
