// Tickets that changed, without a callback. `lastUpdated` has whole seconds, so windows overlap and remember what they
// told. Within a window rows go by id: a ticket that changes meanwhile is read twice rather than never.

import { z } from 'zod';
import {
  changesCursorShape,
  firstCursor,
  isNewTo,
  tellChanges,
  windowStart,
} from '#connectors/sdk/polling/changes-since.ts';
import { ticketHint } from '#connectors/sdk/polling/poll-newest-first.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { PsaSecrets, PsaSettings } from '../auth.ts';
import type { PsaContext } from '../client.ts';
import { allOf, compareNumber, sinceInstant } from '../conditions.ts';
import { listByCondition } from '../lists.ts';
import { changedTicketShape } from '../vendor-shapes.ts';

const pageSize = 500;

const cursorShape = z.object({
  seen: changesCursorShape,
  /**
   * A window that is not read to its end: where it goes on, and the newest change of its FIRST page, because later pages
   * are younger than earlier rows.
   */
  round: z.object({ afterId: z.number().int(), newestAt: z.iso.datetime() }).nullable(),
});
export type TicketCursor = z.output<typeof cursorShape>;

export const pollTickets: PollTrigger<PsaSettings, PsaSecrets, TicketCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    // a cursor of another version begins anew, like none
    const { seen, round } = cursorShape.safeParse(cursor).data ?? {
      seen: firstCursor(await vendorNow(context)),
      round: null,
    };
    const since = windowStart(seen);
    const { rows, at: answeredAt } = await listByCondition(
      context,
      {
        path: '/service/tickets',
        shape: changedTicketShape,
        fields: 'id,_info',
        conditions: allOf(
          sinceInstant('lastUpdated', since),
          round === null ? null : compareNumber('id', '>', round.afterId),
        ),
        action: 'look for changed tickets',
      },
      pageSize,
    );
    const changes = rows.map((row) => ({
      id: String(row.id),
      at: toInstant(row._info?.lastUpdated) ?? since.toISOString(),
      madeAt: toInstant(row._info?.dateEntered),
    }));
    const told = tellChanges(changes, seen, { answeredAt });
    const hints = told.news.map((row) => ticketHint({ ...row, isNew: isNewTo(seen, row) }));
    const newestAt = round?.newestAt ?? told.cursor.newestAt;
    const last = rows.at(-1);
    if (last && rows.length === pageSize) {
      const afterId = last.id;
      return {
        hints,
        more: true,
        cursor: { seen: { ...told.cursor, newestAt: seen.newestAt }, round: { afterId, newestAt } },
      };
    }
    return { hints, more: false, cursor: { seen: { ...told.cursor, newestAt }, round: null } };
  },
};

/** ConnectWise's clock, not ours: a window that begins in its future would miss everything until then. */
async function vendorNow(context: PsaContext): Promise<Date> {
  const list = { path: '/service/tickets', shape: changedTicketShape, fields: 'id,_info', action: 'read the time' };
  return (await listByCondition(context, list, 1)).at;
}
