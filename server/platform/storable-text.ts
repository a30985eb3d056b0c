// Text of strangers (vendors, devices, customers) as it may be stored and shown. Postgres refuses NUL and halves of
// surrogate pairs; and a character that turns the direction of writing could make a script's or a device's name look
// like another one to whoever approves it, so it becomes a visible U+FFFD.

// embeddings, overrides and isolates; the plain marks that Hebrew and Arabic need (U+200E, U+200F, U+061C) stay
const turnsDirection = /[\u202a-\u202e\u2066-\u2069]/g;

export const storableText = (text: string): string =>
  text.replaceAll('\u0000', '').toWellFormed().replace(turnsDirection, '\ufffd');

/** As JSON text for a jsonb parameter; keys are cleaned too. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, inner: unknown) => cleaned(inner));

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), inner]));
}
