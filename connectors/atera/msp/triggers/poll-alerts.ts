// Alerts that came or went: Atera pushes none, so the open ones are compared with those of the last round.
import { type ActiveCursor, activeCursorShape, tellActive } from '#connectors/sdk/polling/active-alerts.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { AteraSecrets, AteraSettings } from '../auth.ts';
import { openAlerts } from '../capabilities/alerts.ts';
import { listWhole } from '../lists.ts';

export const pollAlerts: PollTrigger<AteraSettings, AteraSecrets, ActiveCursor> = {
  name: 'alerts',
  everySeconds: 60,

  async poll(context, cursor) {
    const rows = (await listWhole(context, openAlerts)).filter((row) => row.Archived !== true);
    const active = rows.map((row) => ({ id: row.AlertID, deviceId: row.AgentId, at: toInstant(row.Created) }));
    return { ...tellActive(active, activeCursorShape.safeParse(cursor).data), more: false };
  },
};
