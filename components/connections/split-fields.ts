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

interface SavedConnection {
  name: string;
  settings: Record<string, unknown>;
}

/** What a form starts with; a secret always starts empty. */
export const fieldTexts = (fields: readonly FieldShape[], saved: SavedConnection): Record<string, string> => ({
  name: saved.name,
  ...Object.fromEntries(
    fields.map(({ name, secret }) => [name, secret ? '' : String(saved.settings[name] ?? '')] as const),
  ),
});

/** Only what differs is sent: a new name alone asks no vendor. An emptied setting is sent as empty, an empty secret not at all. */
export function changedFields(fields: readonly FieldShape[], saved: SavedConnection, values: Record<string, string>) {
  const before = fieldTexts(fields, saved);
  const differs = ({ name }: { name: string }) => (values[name] ?? '') !== before[name];
  const pick = (secret: boolean) =>
    Object.fromEntries(
      fields.filter((field) => field.secret === secret && differs(field)).map(({ name }) => [name, values[name] ?? '']),
    );
  const [settings, secrets] = [pick(false), pick(true)];
  return {
    ...(differs({ name: 'name' }) ? { name: values.name ?? '' } : {}),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
  };
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
