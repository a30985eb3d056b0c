// Automate tells some times in UTC and some in the server's own time without saying so. Which field does which is not
// documented and differs; so a time without a zone is read in the server's zone, which the server tells.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AutomateContext } from './auth.ts';
import { road } from './client.ts';

/** A text of Automate -> ISO 8601 in UTC, or null: absent, unreadable, or the year 1 that stands for never. */
export type ReadTime = (text: string | null | undefined) => string | null;

const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i;

export function timeReader(offsetMinutes: number): ReadTime {
  return (text) => {
    if (!text) return null;
    const at = hasZone.test(text) ? Date.parse(text) : Date.parse(`${text}Z`) - offsetMinutes * 60_000;
    return Number.isNaN(at) || at < 0 ? null : new Date(at).toISOString();
  };
}

/** Kept for an hour: a zone changes twice a year. */
export async function serverTimes(context: AutomateContext): Promise<ReadTime> {
  const offset = await context.token('server-zone', async () => ({
    value: String(await readOffsetMinutes(context)),
    expiresInSeconds: 3_600,
  }));
  return timeReader(Number(offset));
}

async function readOffsetMinutes(context: AutomateContext): Promise<number> {
  try {
    const now = await road.read(context, z.string(), {
      path: '/DatabaseServerTime',
      action: 'read the time of the server',
    });
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):?(\d{2})$/.exec(now) ?? [];
    return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  } catch (error) {
    // an older server without this call: its times are read as UTC
    if (error instanceof ConnectorError && ['not-found', 'forbidden', 'bad-answer'].includes(error.kind)) return 0;
    throw error;
  }
}
