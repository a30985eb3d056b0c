// For who cannot register a webhook, and for what a webhook missed: the activity feed, by id. The feed is late and
// not strictly in order, so each round looks again at a stretch it has already seen; hints are only hints.
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import { activitiesAfter, feedPosition } from '../activities.ts';
import type { NinjaSecrets, NinjaSettings } from '../auth.ts';
import { activeAlerts } from '../capabilities/list-alerts.ts';
import { instant } from '../device-transform.ts';
import { hintsOf } from './alert-changed.ts';

interface AlertCursor {
  /** where the first round began: older news came with the active alerts */
  firstId: number;
  newestId: number;
  /** recent ids already told, so that the overlap does not tell them again */
  seen: number[];
}

const overlap = 200;
const filter = { activityType: 'CONDITION', pageSize: 1_000 };

export const pollAlerts: PollTrigger<NinjaSettings, NinjaSecrets, AlertCursor> = {
  name: 'alerts',
  everySeconds: 60,
  async poll(context, cursor) {
    if (cursor === null) {
      const { newestId } = await feedPosition(context, filter);
      const hints = (await activeAlerts(context)).map(
        (alert): EntityHint => ({
          entity: 'alert',
          id: alert.uid,
          change: 'created',
          deviceId: alert.deviceId ? String(alert.deviceId) : null,
          at: instant(alert.createTime),
        }),
      );
      return { hints, cursor: { firstId: newestId, newestId, seen: [] }, more: false };
    }
    const known = new Set(cursor.seen);
    const from = Math.max(cursor.newestId - overlap, cursor.firstId);
    const rows = (await activitiesAfter(context, filter, from)).filter((row) => !known.has(row.id));
    const newestId = Math.max(cursor.newestId, ...rows.map((row) => row.id));
    const seen = [...known, ...rows.map((row) => row.id)].filter((id) => id > newestId - overlap);
    const oldestFirst = rows.sort((a, b) => a.id - b.id);
    return {
      hints: oldestFirst.flatMap(hintsOf),
      cursor: { firstId: cursor.firstId, newestId, seen },
      more: rows.length >= filter.pageSize,
    };
  },
};
