// Tickets that changed, without a webhook. Lists always go by id, so a window of "changed since" is read in order of ids and the
// next one begins a little before the newest change of this one's first page; what was told already is not told again.
import { z } from 'zod';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { AutotaskSecrets, AutotaskSettings } from '../auth.ts';
import { callAutotask } from '../client.ts';
import { largestPage, queryPage } from '../entity-query.ts';
import { toInstant } from '../transform.ts';
import { changedTicketShape } from '../vendor-shapes.ts';

/** two changes within one tick of the vendor's clock, and rows that are committed late */
const overlapMs = 60_000;
/** the first poll looks back a little */
const firstLookBackMs = 120_000;

const cursorShape = z.object({
  since: z.iso.datetime(),
  /** last id read in this window; null = the window is not begun */
  afterId: z.number().int().nullable(),
  nextSince: z.iso.datetime().nullable(),
  /** ticket id -> the change that was told */
  told: z.record(z.string(), z.iso.datetime()),
});
export type TicketCursor = z.output<typeof cursorShape>;

export const pollTickets: PollTrigger<AutotaskSettings, AutotaskSecrets, TicketCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    // a cursor of another version begins anew, like none
    const at = cursorShape.safeParse(cursor).data ?? (await firstCursor());
    const { items } = await queryPage(
      context,
      {
        entity: 'Tickets',
        shape: changedTicketShape,
        includeFields: ['id', 'createDate', 'lastTrackedModificationDateTime'],
        filter: [
          { op: 'gte', field: 'lastTrackedModificationDateTime', value: at.since },
          ...(at.afterId === null ? [] : [{ op: 'gt' as const, field: 'id', value: at.afterId }]),
        ],
        action: 'look for changed tickets',
      },
      { limit: largestPage },
    );
    const rows = items.map((row) => ({
      id: row.id,
      changedAt: toInstant(row.lastTrackedModificationDateTime) ?? at.since,
      isNew: toInstant(row.createDate) === toInstant(row.lastTrackedModificationDateTime),
    }));
    const hints = rows.filter((row) => at.told[row.id] !== row.changedAt).map(toHint);
    const told = { ...at.told, ...Object.fromEntries(rows.map((row) => [row.id, row.changedAt])) };
    const nextSince = at.nextSince ?? sinceOf(rows, at.since);
    const more = items.length === largestPage;
    if (more) return { hints, more, cursor: { ...at, afterId: rows.at(-1)?.id ?? null, nextSince, told } };
    const kept = Object.fromEntries(Object.entries(told).filter(([, changedAt]) => changedAt >= nextSince));
    return { hints, more, cursor: { since: nextSince, afterId: null, nextSince: null, told: kept } };

    /** by the vendor's clock: ours may be wrong, and a window must not begin in its future */
    async function firstCursor(): Promise<TicketCursor> {
      const response = await callAutotask(context, { path: '/ThresholdInformation', action: 'ask for the time' });
      const since = new Date(vendorTime(response, context.now()).getTime() - firstLookBackMs).toISOString();
      return { since, afterId: null, nextSince: null, told: {} };
    }
  },
};

const toHint = (row: { id: number; changedAt: string; isNew: boolean }): EntityHint => ({
  entity: 'ticket',
  id: String(row.id),
  change: row.isNew ? 'created' : 'updated',
  deviceId: null,
  at: row.changedAt,
});

/** never back behind where the window began */
function sinceOf(rows: { changedAt: string }[], since: string): string {
  const sinceMs = Date.parse(since);
  const newestMs = Math.max(sinceMs, ...rows.map((row) => Date.parse(row.changedAt)));
  return new Date(Math.max(newestMs - overlapMs, sinceMs)).toISOString();
}
