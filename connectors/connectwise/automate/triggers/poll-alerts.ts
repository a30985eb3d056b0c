// Automate calls nobody: the alerts are asked for. Whether `AlertDate` is compared in UTC or in the server's own time is not
// certain, so each round reaches back further than any zone is away and leaves out what it has told already.

import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { AutomateSecrets, AutomateSettings } from '../auth.ts';
import { alertList } from '../capabilities/list-alerts.ts';
import { wholeList } from '../client.ts';
import { isAfter } from '../conditions.ts';
import { serverTimes } from '../times.ts';
import type { AutomateAlert } from '../vendor-shapes.ts';

interface AlertCursor {
  /** the newest alert date seen, in UTC; null = none yet */
  newestAt: string | null;
  /** ids in the overlap that were told */
  told: string[];
}

const overlapMs = 15 * 3_600_000;

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
    const dates = alerts.map((alert) => read(alert.AlertDate) ?? '');
    const hint = (alert: AutomateAlert): EntityHint => ({
      entity: 'alert',
      id: alert.AlertId,
      change: 'created',
      deviceId: alert.Computer?.Id ?? null,
      at: read(alert.AlertDate),
    });
    return {
      hints: alerts.filter((alert) => !told.has(alert.AlertId)).map(hint),
      // every alert of the overlap was just listed: nothing older needs to be remembered
      cursor: {
        newestAt: [cursor?.newestAt ?? '', ...dates].sort().at(-1) || null,
        told: alerts.map((alert) => alert.AlertId),
      },
      more: false,
    };
  },
};
