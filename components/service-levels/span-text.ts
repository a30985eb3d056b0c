// Times of a day and spans as people type and read them. Pure. Spans stay in hours: a day of open hours is no day.

/** 510 -> "08:30"; the end of a day is "24:00" */
export const timeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** "8", "8:30", "08.30", "0830", "24:00"; null when it is no time of a day */
export function readTimeOfDay(text: string): number | null {
  const parts = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(text.trim());
  if (!parts) return null;
  const [hours, minutes] = [Number(parts[1]), Number(parts[2] ?? 0)];
  const total = hours * 60 + minutes;
  return minutes < 60 && total <= 1_440 ? total : null;
}

/** 90 -> "1 h 30 min" */
export function spanText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.floor(minutes % 60)];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** "30 min", "4h", "1 h 30", "1:30", "1.5 h" -> minutes. A bare number says no unit: null, as for everything else. */
export function readSpan(text: string): number | null {
  const typed = text.trim().toLowerCase();
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(typed);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const parts = /^(?:(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:h|hours?))?\s*(?:(\d{1,6})\s*(m|min|minutes?)?)?$/.exec(typed);
  const [, hours, minutes, unit] = parts ?? [];
  if (hours === undefined && (minutes === undefined || unit === undefined)) return null;
  return Math.round(Number((hours ?? '0').replace(',', '.')) * 60) + Number(minutes ?? 0);
}
