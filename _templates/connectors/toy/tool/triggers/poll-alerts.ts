// Alerts that are new or over, without a webhook. What is active is compared with what was active before: restart-safe,
// and no clock is needed.
import { z } from 'zod';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { ToyToolSecrets, ToyToolSettings } from '../auth.ts';
import { toyTool } from '../client.ts';
import { alertsShape } from '../vendor-shapes.ts';

const cursorShape = z.object({ active: z.array(z.string()) });
type Cursor = z.output<typeof cursorShape>;

export const pollAlerts: PollTrigger<ToyToolSettings, ToyToolSecrets, Cursor> = {
  name: 'alerts',
  everySeconds: 60,

  async poll(context, cursor) {
    const before = new Set(cursorShape.safeParse(cursor).data?.active ?? []);
    const { alerts } = await toyTool.read(context, alertsShape, {
      path: '/alerts',
      query: { active: true },
      action: 'look for alerts',
    });
    const active = alerts.map((alert) => alert.id);
    const now = new Set(active);
    const hint = (id: string, change: 'created' | 'cleared') =>
      ({ entity: 'alert', id, change, deviceId: null, at: null }) as const;
    const hints = [
      ...active.filter((id) => !before.has(id)).map((id) => hint(id, 'created')),
      ...[...before].filter((id) => !now.has(id)).map((id) => hint(id, 'cleared')),
    ];
    return { hints, cursor: { active }, more: false };
  },
};
