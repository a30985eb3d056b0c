// Alerts of the last month, resolved ones too, compared with what the last round had seen. Tactical has no "changed since".
import { z } from 'zod';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import { listAlertRows } from '../alerts.ts';
import type { TacticalSecrets, TacticalSettings } from '../auth.ts';
import { toInstant } from '../transform.ts';
import type { AlertRow } from '../vendor-shapes.ts';

const daysBack = 30;

/** alert -> was it resolved? */
const cursorShape = z.object({ seen: z.record(z.string(), z.boolean()) });
type AlertCursor = z.output<typeof cursorShape>;

export const pollAlerts: PollTrigger<TacticalSettings, TacticalSecrets, AlertCursor> = {
  name: 'alerts',
  everySeconds: 60,

  async poll(context, given) {
    const before = cursorShape.safeParse(given).data?.seen ?? null;
    const rows = await listAlertRows(context, { resolvedFilter: true, snoozedFilter: true, timeFilter: daysBack });
    const isResolved = (row: AlertRow) => row.resolved === true;
    const hints = rows
      // the first round tells what is active now
      .filter((row) => (before === null ? !isResolved(row) : before[row.id] !== isResolved(row)))
      .sort((a, b) => a.id - b.id)
      .map(toHint);
    return { hints, cursor: { seen: Object.fromEntries(rows.map((row) => [row.id, isResolved(row)])) }, more: false };
  },
};

const toHint = (row: AlertRow): EntityHint => ({
  entity: 'alert',
  id: String(row.id),
  change: row.resolved ? 'cleared' : 'created',
  deviceId: row.agent_id || null,
  at: toInstant(row.resolved ? row.resolved_on : row.alert_time),
});
