// Automate calls nobody: new alerts are asked for, and those that were told are looked up again, because one that is solved
// only disappears. Whether `AlertDate` is compared in UTC or in the server's own time is not certain, so each round reaches back
// further than any zone is away and leaves out what it has told already.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { AutomateContext, AutomateSecrets, AutomateSettings } from '../auth.ts';
import { alertList } from '../capabilities/list-alerts.ts';
import { wholeList } from '../client.ts';
import { isAfter, isAmong } from '../conditions.ts';
import { serverTimes } from '../times.ts';

interface AlertCursor {
  /** the newest alert date seen, in UTC; null = none yet */
  newestAt: string | null;
  /** ids that were told and not seen to go */
  told: string[];
}

const overlapMs = 15 * 3_600_000;
/** alerts from before the overlap that are watched for their end, the newest first */
const mostWatched = 1_000;
const idsAtOnce = 250;

export const pollAlerts: PollTrigger<AutomateSettings, AutomateSecrets, AlertCursor> = {
  name: 'alerts',
  everySeconds: 60,
  async poll(context, cursor) {
    const read = await serverTimes(context);
    const since = cursor?.newestAt
      ? { condition: isAfter('AlertDate', new Date(Date.parse(cursor.newestAt) - overlapMs)) }
      : {};
    const alerts = await wholeList(context, { ...alertList, ...since });
    const told = new Set(cursor?.told);
    const listed = new Set(alerts.map((alert) => alert.AlertId));
    const unlisted = [...told].filter((id) => !listed.has(id));
    const watched = await stillThere(context, unlisted);
    const created = alerts
      .filter((alert) => !told.has(alert.AlertId))
      .map(
        (alert): EntityHint => ({
          entity: 'alert',
          id: alert.AlertId,
          change: 'created',
          deviceId: alert.Computer?.Id ?? null,
          at: read(alert.AlertDate),
        }),
      );
    const cleared = unlisted
      .filter((id) => !watched.has(id))
      .map((id): EntityHint => ({ entity: 'alert', id, change: 'cleared', deviceId: null, at: null }));
    const dates = alerts.map((alert) => read(alert.AlertDate) ?? '');
    return {
      hints: [...created, ...cleared],
      cursor: {
        newestAt: [cursor?.newestAt ?? '', ...dates].sort().at(-1) || null,
        told: [...listed, ...newestOf(watched)],
      },
      more: false,
    };
  },
};

const newestOf = (ids: ReadonlySet<string>) => [...ids].sort((a, b) => Number(b) - Number(a)).slice(0, mostWatched);

async function stillThere(context: AutomateContext, ids: string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const some = ids.slice(from, from + idsAtOnce);
    try {
      const alerts = await wholeList(context, { ...alertList, condition: isAmong('AlertId', some, 'alert') });
      for (const alert of alerts) found.add(alert.AlertId);
    } catch (error) {
      // a server that does not understand lists of ids: nothing is called solved that was not looked at
      if (!(error instanceof ConnectorError) || error.kind !== 'invalid-input') throw error;
      for (const id of some) found.add(id);
    }
  }
  return found;
}
