// Tickets that changed, without a callback. `lastUpdated` has whole seconds, so a window begins in the second
// where the last one ended and remembers what it already told of that time. Within a window rows go by id: a
// ticket that changes meanwhile is read twice rather than never.

import { z } from 'zod';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { PsaSecrets, PsaSettings } from '../auth.ts';
import type { PsaContext } from '../client.ts';
import { allOf, compareNumber, sinceInstant } from '../conditions.ts';
import { listByCondition } from '../lists.ts';
import { toInstant } from '../transform.ts';
import { changedTicketShape } from '../vendor-shapes.ts';

const pageSize = 500;
/** the first poll looks back a little, for clocks that disagree */
const firstLookBackMs = 120_000;
/** a row this young may change again within the same second: it is told again rather than remembered */
const unsettledMs = 2_000;

const cursorShape = z.object({
  /** begin of the window */
  since: z.iso.datetime(),
  /** last id read in this window; null = the window is not begun */
  afterId: z.number().int().nullable(),
  /** begin of the next window: the newest row of the FIRST page, because later pages are younger than earlier rows */
  nextSince: z.iso.datetime().nullable(),
  /** ticket id -> `lastUpdated` already told */
  told: z.record(z.string(), z.iso.datetime()),
});
export type TicketCursor = z.output<typeof cursorShape>;

export const pollTickets: PollTrigger<PsaSettings, PsaSecrets, TicketCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    // a cursor of another version begins anew, like none
    const known = cursorShape.safeParse(cursor).data;
    const at = known ?? firstCursor(await vendorNow(context));
    const { rows, at: answeredAt } = await listByCondition(
      context,
      {
        path: '/service/tickets',
        shape: changedTicketShape,
        fields: 'id,_info',
        conditions: allOf(
          sinceInstant('lastUpdated', new Date(at.since)),
          at.afterId === null ? null : compareNumber('id', '>', at.afterId),
        ),
        action: 'look for changed tickets',
      },
      pageSize,
    );
    const seen = rows.map((row) => ({
      id: row.id,
      updatedAt: toInstant(row._info?.lastUpdated) ?? at.since,
      isNew: row._info?.dateEntered !== undefined && row._info?.dateEntered === row._info?.lastUpdated,
    }));
    const hints = seen.filter((row) => at.told[row.id] !== row.updatedAt).map(toHint);
    const told = { ...at.told };
    for (const row of seen) {
      if (answeredAt.getTime() - Date.parse(row.updatedAt) >= unsettledMs) told[row.id] = row.updatedAt;
    }
    const nextSince =
      at.nextSince ??
      newest(
        seen.map((row) => row.updatedAt),
        at.since,
      );
    const more = rows.length === pageSize;
    if (more) return { hints, more, cursor: { ...at, afterId: rows.at(-1)?.id ?? null, nextSince, told } };
    return {
      hints,
      more,
      cursor: { since: nextSince, afterId: null, nextSince: null, told: youngerThan(told, nextSince) },
    };
  },
};

/** ConnectWise's clock, not ours: a window that begins in its future would miss everything until then. */
async function vendorNow(context: PsaContext): Promise<number> {
  const list = { path: '/service/tickets', shape: changedTicketShape, fields: 'id,_info', action: 'read the time' };
  return (await listByCondition(context, list, 1)).at.getTime();
}

const firstCursor = (now: number): TicketCursor => ({
  since: new Date(now - firstLookBackMs).toISOString(),
  afterId: null,
  nextSince: null,
  told: {},
});

const toHint = (row: { id: number; updatedAt: string; isNew: boolean }): EntityHint => ({
  entity: 'ticket',
  id: String(row.id),
  change: row.isNew ? 'created' : 'updated',
  deviceId: null,
  at: row.updatedAt,
});

const newest = (instants: string[], floor: string): string =>
  instants.reduce((latest, one) => (Date.parse(one) > Date.parse(latest) ? one : latest), floor);

const youngerThan = (told: Record<string, string>, since: string) =>
  Object.fromEntries(
    Object.entries(told).filter(([, at]) => Date.parse(at) >= Math.floor(Date.parse(since) / 1_000) * 1_000),
  );
