// The filter as it stands in the address. Pure; the server page and the browser read it alike.
import { runStatus } from '#server/features/runs/list-runs.schema.ts';

const isId = (value: string | undefined): value is string => value !== undefined && /^[0-9a-f-]{36}$/i.test(value);

export function runFilterOf(get: (key: string) => string | undefined) {
  const id = (key: string) => {
    const value = get(key);
    return isId(value) ? value : undefined;
  };
  return {
    status: runStatus.safeParse(get('status')).data,
    playbookId: id('playbookId'),
    incidentId: id('incidentId'),
    deviceId: id('deviceId'),
  };
}
