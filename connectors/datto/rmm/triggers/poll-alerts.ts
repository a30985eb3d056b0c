// For who has no webhook, and for what a webhook missed. Datto cannot be asked for "changed since", so the open alerts are read
// and compared with those that were open before: new ones were raised, missing ones have cleared.
import { z } from 'zod';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { DattoSecrets, DattoSettings } from '../auth.ts';
import { openAlerts } from '../capabilities/alerts.ts';
import { toInstant } from '../device-transform.ts';

const cursorShape = z.object({ open: z.array(z.string()) });
type AlertCursor = z.output<typeof cursorShape>;

export const pollAlerts: PollTrigger<DattoSettings, DattoSecrets, AlertCursor> = {
  name: 'alerts',
  everySeconds: 60,
  async poll(context, cursor) {
    const alerts = await openAlerts(context);
    // a cursor of another version begins anew, like none
    const before = new Set(cursorShape.safeParse(cursor).data?.open ?? []);
    const now = new Set(alerts.map((alert) => alert.alertUid));
    const raised = alerts
      .filter((alert) => !before.has(alert.alertUid))
      .map(
        (alert): EntityHint => ({
          entity: 'alert',
          id: alert.alertUid,
          change: 'created',
          deviceId: alert.alertSourceInfo?.deviceUid ?? null,
          at: toInstant(alert.timestamp),
        }),
      );
    const cleared = [...before]
      .filter((uid) => !now.has(uid))
      .map((id): EntityHint => ({ entity: 'alert', id, change: 'cleared', deviceId: null, at: null }));
    return { hints: [...raised, ...cleared], cursor: { open: [...now] }, more: false };
  },
};
