// JSON as Postgres accepts it in jsonb: no NUL character and no lone surrogate. Vendors send both.
export function jsonbText(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  // both can only appear escaped, so most values are done here
  return /\\u(?:0000|d[89a-f])/i.test(text) ? JSON.stringify(storable(value)) : text;
}

/** the same value with U+FFFD in place of what cannot be stored, in keys as well */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(storable);
  if (value instanceof Date || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [storable(key), storable(child)]));
}
