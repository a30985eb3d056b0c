// Alerts that came or went. They carry the time they came, not the time they went: so those told as active are looked
// at again, as far back as a bounded number of pages goes.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import { isResolved } from '../asset-transform.ts';
import type { SuperopsContext, SuperopsSecrets, SuperopsSettings } from '../auth.ts';
import { alertList } from '../collections.ts';
import { fetchPage, largestPage } from '../lists.ts';
import type { SuperopsAlert } from '../vendor-shapes.ts';

const cursorShape = z.object({
  /** when the oldest alert came that a round looks at, by SuperOps' clock */
  from: z.iso.datetime(),
  /** ids told as active, newest first */
  active: z.array(z.string()).max(1_000),
  /** ids told as gone, that are still inside the window */
  gone: z.array(z.string()).max(1_000),
  /** the newest alert of the last round: a round reads on until it meets that time; null = nothing was there yet */
  newest: z.iso.datetime().nullable().default(null),
});
type AlertCursor = z.output<typeof cursorShape>;

// without its order the newest may be on any page: a tenant that refuses it is an error, not a silence
const newestFirst = { ...alertList, sort: { attribute: 'createdTime', order: 'DESC' as const }, isSortNeeded: true };
/** pages of a usual round, and what is remembered of it */
const usualPages = 5;
const remembered = usualPages * largestPage;
/** after an outage, or in a storm: more new alerts than this at once are an error, and not left out */
const maxPages = 60;

export const pollAlerts: PollTrigger<SuperopsSettings, SuperopsSecrets, AlertCursor> = {
  name: 'alerts',
  everySeconds: 60,

  async poll(context, cursor) {
    const known = cursorShape.safeParse(cursor).data ?? {
      from: new Date(0).toISOString(),
      active: [],
      gone: [],
      newest: null,
    };
    const rows = await recentAlerts(context, known);
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
    const kept = rows.slice(0, remembered);
    return {
      hints: hints.reverse(),
      cursor: {
        from: toInstant(kept.at(-1)?.createdTime) ?? known.from,
        active: kept.filter((row) => !isResolved(row)).map((row) => row.id),
        gone: kept.filter(isResolved).map((row) => row.id),
        newest: toInstant(kept[0]?.createdTime) ?? known.newest,
      },
      more: false,
    };
  },
};

/**
 * Newest first, back to `from`, as far as a few pages go: an alert that has been up for longer is told when it is read. What came
 * since the last round is read to its end.
 */
async function recentAlerts(context: SuperopsContext, known: AlertCursor): Promise<SuperopsAlert[]> {
  const found = new Map<string, SuperopsAlert>();
  const timeOf = (row: SuperopsAlert) => Date.parse(toInstant(row.createdTime) ?? '');
  for (let page = 1; ; page++) {
    const { items, hasMore } = await fetchPage(context, newestFirst, page, largestPage);
    for (const row of items) found.set(row.id, row);
    if (!hasMore || items.some((row) => timeOf(row) < Date.parse(known.from))) break;
    const isCaughtUp = known.newest === null || items.some((row) => timeOf(row) <= Date.parse(known.newest ?? ''));
    if (page >= usualPages && isCaughtUp) break;
    if (page === maxPages) {
      throw new ConnectorError('bad-answer', `SuperOps lists more than ${maxPages * largestPage} new alerts at once.`);
    }
  }
  return [...found.values()].sort((a, b) => (b.createdTime ?? '').localeCompare(a.createdTime ?? ''));
}
