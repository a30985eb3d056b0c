// Times of a REST v3 server: an ISO text in one answer, seconds since 1970 in another. And an uptime that is prose.
import { toInstant } from '#connectors/sdk/text/to-instant.ts';

/** below it a number is seconds, above it milliseconds: the year 5138, or March 1973 */
const secondsEnd = 1e11;

export function parseTime(value: string | number | null | undefined): string | null {
  const text = typeof value === 'string' ? value.trim() : value;
  if (typeof text === 'string' && !/^\d{9,14}$/.test(text)) return toInstant(text);
  const number = Number(text ?? 0);
  if (!Number.isFinite(number) || number <= 0) return null;
  const atMs = number < secondsEnd ? number * 1_000 : number;
  return atMs < 8.64e15 ? new Date(atMs).toISOString() : null;
}

const secondsOf: Record<string, number> = { week: 604_800, day: 86_400, hour: 3_600, minute: 60, second: 1 };

/**
 * "2 days, 3 hours, 5 minutes" in seconds, the least that it can be. Anything else is null: "Offline since 63 days ago",
 * another language, months (which have no length), units that repeat or grow.
 */
export function parseUptimeSeconds(prose: string | null): number | null {
  const parts = (prose ?? '')
    .trim()
    .toLowerCase()
    .split(/,? and |, ?| (?=\d)/);
  let total = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const [, amount, unit] = /^(\d{1,5}) (week|day|hour|minute|second)s?$/.exec(part) ?? [];
    const seconds = secondsOf[unit ?? ''];
    if (amount === undefined || seconds === undefined || seconds >= smallest) return null;
    smallest = seconds;
    total += Number(amount) * seconds;
  }
  return total;
}
