// Alerts that came or went: the active ones, whole, against those of the last round. An alert that is no longer listed is gone.
import { type ActiveCursor, activeCursorShape, tellActive } from '#connectors/sdk/polling/active-alerts.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { SyncroSecrets, SyncroSettings } from '../auth.ts';
import { activeAlerts } from '../capabilities/alerts.ts';
import { listWhole } from '../lists.ts';

export const pollAlerts: PollTrigger<SyncroSettings, SyncroSecrets, ActiveCursor> = {
  name: 'alerts',
  // a page has 25 alerts, and every connection behind our address shares 180 requests a minute
  everySeconds: 120,

  async poll(context, cursor) {
    const rows = (await listWhole(context, activeAlerts, 200)).filter((row) => row.resolved !== true);
    const active = rows.map((row) => ({ id: row.id, deviceId: row.asset_id, at: toInstant(row.created_at) }));
    return { ...tellActive(active, activeCursorShape.safeParse(cursor).data), more: false };
  },
};
