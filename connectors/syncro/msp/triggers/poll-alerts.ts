// Alerts that came or went: the active ones, whole, against those of the last round. An alert that is no longer listed is gone.
import { z } from 'zod';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { SyncroSecrets, SyncroSettings } from '../auth.ts';
import { activeAlerts } from '../capabilities/alerts.ts';
import { listWhole } from '../lists.ts';
import { toInstant } from '../transform.ts';

const cursorShape = z.object({ active: z.array(z.string()) });
type AlertCursor = z.output<typeof cursorShape>;

export const pollAlerts: PollTrigger<SyncroSettings, SyncroSecrets, AlertCursor> = {
  name: 'alerts',
  // a page has 25 alerts, and every connection behind our address shares 180 requests a minute
  everySeconds: 120,

  async poll(context, cursor) {
    const known = new Set(cursorShape.safeParse(cursor).data?.active);
    const rows = (await listWhole(context, activeAlerts, 200)).filter((row) => row.resolved !== true);
    const active = new Set(rows.map((row) => row.id));
    const came = rows
      .filter((row) => !known.has(row.id))
      .map((row): EntityHint => hint(row.id, 'created', row.asset_id, toInstant(row.created_at)));
    const went = [...known].filter((id) => !active.has(id)).map((id) => hint(id, 'cleared', null, null));
    return { hints: [...came, ...went], cursor: { active: [...active] }, more: false };
  },
};

const hint = (id: string, change: 'created' | 'cleared', deviceId: string | null, at: string | null): EntityHint => ({
  entity: 'alert',
  id,
  change,
  deviceId,
  at,
});
