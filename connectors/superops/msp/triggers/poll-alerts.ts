// Alerts that came or went. They carry the time they came, not the time they went: so those told as active are looked
// at again, as far back as a bounded number of pages goes.
import { z } from 'zod';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import { isResolved } from '../asset-transform.ts';
import type { SuperopsContext, SuperopsSecrets, SuperopsSettings } from '../auth.ts';
import { alertList } from '../collections.ts';
import { toInstant } from '../instants.ts';
import { fetchPage, largestPage } from '../lists.ts';
import type { SuperopsAlert } from '../vendor-shapes.ts';

const cursorShape = z.object({
  /** when the oldest alert came that a round looks at, by SuperOps' clock */
  from: z.iso.datetime(),
  /** ids told as active, newest first */
  active: z.array(z.string()).max(1_000),
  /** ids told as gone, that are still inside the window */
  gone: z.array(z.string()).max(1_000),
});
type AlertCursor = z.output<typeof cursorShape>;

// without its order the newest may be on any page: a tenant that refuses it is an error, not a silence
const newestFirst = { ...alertList, sort: { attribute: 'createdTime', order: 'DESC' as const }, isSortNeeded: true };
const maxPages = 5;

export const pollAlerts: PollTrigger<SuperopsSettings, SuperopsSecrets, AlertCursor> = {
  name: 'alerts',
  everySeconds: 60,

  async poll(context, cursor) {
    const known = cursorShape.safeParse(cursor).data ?? { from: new Date(0).toISOString(), active: [], gone: [] };
    const rows = await recentAlerts(context, known.from);
    const wasActive = new Set(known.active);
    const wasGone = new Set(known.gone);
    const hints = rows.flatMap((row): EntityHint[] => {
      const isGone = isResolved(row);
      if (isGone && !wasActive.has(row.id)) return [];
      if (!isGone && wasActive.has(row.id)) return [];
      const change = isGone ? 'cleared' : wasGone.has(row.id) ? 'updated' : 'created';
      return [
        { entity: 'alert', id: row.id, change, deviceId: row.asset.device?.id ?? null, at: toInstant(row.createdTime) },
      ];
    });
    const active = rows.filter((row) => !isResolved(row)).map((row) => row.id);
    const gone = rows.filter(isResolved).map((row) => row.id);
    const from = rows.at(-1)?.createdTime;
    return {
      hints: hints.reverse(),
      cursor: { from: toInstant(from) ?? known.from, active: active.slice(0, 1_000), gone: gone.slice(0, 1_000) },
      more: false,
    };
  },
};

/** Newest first, back to `from`, at most a few pages: an alert that has been up for longer is told when it is read. */
async function recentAlerts(context: SuperopsContext, from: string): Promise<SuperopsAlert[]> {
  const found = new Map<string, SuperopsAlert>();
  for (let page = 1; page <= maxPages; page++) {
    const { items, hasMore } = await fetchPage(context, newestFirst, page, largestPage);
    for (const row of items) found.set(row.id, row);
    if (!hasMore || items.some((row) => Date.parse(toInstant(row.createdTime) ?? '') < Date.parse(from))) break;
  }
  return [...found.values()].sort((a, b) => (b.createdTime ?? '').localeCompare(a.createdTime ?? ''));
}
