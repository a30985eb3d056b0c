// The filter as it stands in the address, and back. Pure; the server page and the browser read it alike.
import { type IncidentFilter, incidentStatus, severity } from '#server/features/inbox/list-incidents.schema.ts';

export function incidentFilterOf(get: (key: string) => string | undefined): IncidentFilter {
  const q = get('q')?.trim().slice(0, 120);
  const clientId = get('client');
  return {
    view: get('view') === 'all' ? 'all' : 'active',
    ...(clientId && /^[0-9a-f-]{36}$/i.test(clientId) ? { clientId } : {}),
    ...pick('status', incidentStatus.safeParse(get('status')).data),
    ...pick('severity', severity.safeParse(get('severity')).data),
    ...pick('q', q || undefined),
  };
}

const pick = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<Key, Value>>;
