// What was typed, sorted into what may be shown again and what may not; and the server's complaints, by field. Pure.
interface FieldShape {
  name: string;
  secret: boolean;
}

export function splitFields(fields: readonly FieldShape[], values: Record<string, string>) {
  const pick = (secret: boolean) =>
    Object.fromEntries(
      fields
        .filter((field) => field.secret === secret && (values[field.name] ?? '') !== '')
        .map((field) => [field.name, values[field.name] ?? '']),
    );
  return { name: values.name ?? '', settings: pick(false), secrets: pick(true) };
}

/** `details.problems` names fields directly; a failed validation names paths like "settings.host". */
export function problemsOf(
  data: { details?: Record<string, unknown>; fields?: Record<string, string> } | null,
): Record<string, string> {
  const given = data?.details?.problems ?? data?.details?.fields ?? data?.fields ?? {};
  if (typeof given !== 'object' || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([path, problem]) =>
      typeof problem === 'string' ? [[path.split('.').at(-1) ?? path, problem]] : [],
    ),
  );
}
