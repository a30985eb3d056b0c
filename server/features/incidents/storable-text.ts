// What Postgres refuses and vendors send: NUL, and halves of surrogate pairs. Dropped or replaced before storing.

export const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** As JSON text for a jsonb parameter; keys are cleaned too. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, inner: unknown) => cleaned(inner));

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), inner]));
}
