// The openings of a service desk, day by day. Each day is worked out once: the clocks of thousands of tickets ask for the
// same days, and time zones are slow. Pure.
import { Temporal } from 'temporal-polyfill';
import type { Week } from './service-level.schema.ts';

export interface OpenHours {
  timeZone: string;
  week: Week;
  /** YYYY-MM-DD */
  holidays: readonly string[];
}

export interface Span {
  fromMs: number;
  toMs: number;
}

export const dayMs = 86_400_000;
const blockDays = 32;
const epoch = Temporal.PlainDate.from('1970-01-01');

/** Days are counted from 1970-01-01, in the calendar of the desk. */
export class Calendar {
  readonly isNeverOpen: boolean;
  private readonly hours: OpenHours;
  private readonly holidays: ReadonlySet<string>;
  private readonly days = new Map<number, Span[]>();
  private readonly blocks = new Map<number, number>();

  constructor(hours: OpenHours) {
    this.hours = hours;
    this.holidays = new Set(hours.holidays);
    this.isNeverOpen = hours.week.every((day) => day.length === 0);
  }

  spansOf(day: number): Span[] {
    const known = this.days.get(day);
    if (known) return known;
    const spans = this.workOut(day);
    this.days.set(day, spans);
    return spans;
  }

  /** The days that are counted together, where one begins; null in their midst. */
  blockFrom(day: number): { days: number; openMs: number } | null {
    if (day % blockDays !== 0) return null;
    const known = this.blocks.get(day);
    if (known !== undefined) return { days: blockDays, openMs: known };
    let openMs = 0;
    for (let at = day; at < day + blockDays; at++)
      for (const span of this.spansOf(at)) openMs += span.toMs - span.fromMs;
    this.blocks.set(day, openMs);
    return { days: blockDays, openMs };
  }

  private workOut(day: number): Span[] {
    const { week, timeZone } = this.hours;
    const date = epoch.add({ days: day });
    if (this.holidays.has(date.toString())) return [];
    return (week[date.dayOfWeek - 1] ?? [])
      .map(({ from, to }) => ({ fromMs: instantOf(date, from, timeZone), toMs: instantOf(date, to, timeZone) }))
      .filter(({ fromMs, toMs }) => toMs > fromMs);
  }
}

/** A time that the clocks skip is the moment after the skip; one that comes twice is the first. */
function instantOf(date: Temporal.PlainDate, minutes: number, timeZone: string): number {
  const day = minutes === 1_440 ? date.add({ days: 1 }) : date;
  const time = Temporal.PlainTime.from({ hour: Math.floor((minutes % 1_440) / 60), minute: minutes % 60 });
  return day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}
