// Tickets that changed, without a webhook: all of the window, which always comes in the order of ids.
import { collectPages } from '#connectors/sdk/http/paging.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import {
  type ChangesCursor,
  changesCursorShape,
  firstCursor,
  isNewTo,
  tellChanges,
  windowStart,
} from '#connectors/sdk/polling/changes-since.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { AutotaskContext, AutotaskSecrets, AutotaskSettings } from '../auth.ts';
import { callAutotask } from '../client.ts';
import { largestPage, queryPage } from '../entity-query.ts';
import { changedTicketShape } from '../vendor-shapes.ts';

const maxPages = 100;

export const pollTickets: PollTrigger<AutotaskSettings, AutotaskSecrets, ChangesCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    // a cursor of another version begins anew, like none
    const at = changesCursorShape.safeParse(cursor).data ?? firstCursor(await timeAtVendor(context));
    const since = windowStart(at).toISOString();
    let answeredAt = context.now();
    const query = {
      entity: 'Tickets',
      shape: changedTicketShape,
      includeFields: ['id', 'createDate', 'lastTrackedModificationDateTime'],
      filter: [{ op: 'gte' as const, field: 'lastTrackedModificationDateTime', value: since }],
      action: 'look for changed tickets',
    };
    const rows = await collectPages({
      maxPages,
      fetchPage: async (link) => {
        const page = await queryPage(context, query, { cursor: link, limit: largestPage });
        answeredAt = vendorTime(page.response, context.now());
        return page;
      },
    });
    const changed = rows.map((row) => ({
      id: String(row.id),
      at: toInstant(row.lastTrackedModificationDateTime) ?? since,
      madeAt: toInstant(row.createDate),
    }));
    const told = tellChanges(changed, at, { answeredAt });
    return {
      hints: told.news.map((row) => ({
        entity: 'ticket',
        id: row.id,
        change: isNewTo(at, row) ? 'created' : 'updated',
        deviceId: null,
        at: row.at,
      })),
      cursor: told.cursor,
      more: false,
    };
  },
};

/** Ours may be wrong, and a window must not begin in the vendor's future. */
async function timeAtVendor(context: AutotaskContext): Promise<Date> {
  const response = await callAutotask(context, { path: '/ThresholdInformation', action: 'ask for the time' });
  return vendorTime(response, context.now());
}
