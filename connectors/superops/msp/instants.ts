// SuperOps writes UTC without a zone, sometimes without seconds: "2022-06-28T05:25:10", "2021-12-18T15:35", "2022-12-05".

/** A time as its own examples have it. */
export const fromInstant = (at: Date): string => at.toISOString().slice(0, 19);

const unitSeconds: Record<string, number> = { week: 604_800, day: 86_400, hour: 3_600, minute: 60, second: 1 };

/** "1 hour 38 minutes" in seconds; null for anything else. */
export function toSeconds(value: string | null | undefined): number | null {
  const parts = [...(value ?? '').matchAll(/(\d{1,7})\s*(week|day|hour|minute|second)s?\b/gi)];
  if (parts.length === 0) return null;
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitSeconds[unit.toLowerCase()] ?? 0), 0);
}
