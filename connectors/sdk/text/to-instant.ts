// A vendor's time as ISO 8601 in UTC.

/** A time without a zone is UTC, a day alone its first moment; nonsense, the year 1 and the first moment of 1970 ("never") are null. */
export function toInstant(text: string | null | undefined): string | null {
  const [, day, time, zone] = pattern.exec(text?.trim() ?? '') ?? [];
  if (day === undefined) return null;
  const at = Date.parse(
    time === undefined ? day : `${day}T${time}${zone === undefined || /utc/i.test(zone) ? 'Z' : zone}`,
  );
  return Number.isNaN(at) || at <= 0 ? null : new Date(at).toISOString();
}

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2}|UTC)?)?$/i;
