// Atera's times are UTC, with or without "Z".
export function toInstant(value: string | null | undefined): string | null {
  if (!value) return null;
  const at = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(value) || !value.includes('T') ? value : `${value}Z`);
  return Number.isNaN(at) || at <= 0 ? null : new Date(at).toISOString();
}
