// Tickets that changed: newest changes first, back to where the last round ended. Nothing is filtered by time, because no
// operator for it works everywhere.
import { type NewestFirstCursor, pollNewestFirst, ticketHint } from '#connectors/sdk/polling/poll-newest-first.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { SuperopsSecrets, SuperopsSettings } from '../auth.ts';
import { ticketList } from '../collections.ts';
import { fetchPage, largestPage } from '../lists.ts';

// without its order a page tells nothing about what is newer: a tenant that refuses it is an error, not a silence
const newestFirst = {
  ...ticketList,
  sort: { attribute: 'updatedTime', order: 'DESC' as const },
  isSortNeeded: true,
};

export const pollTickets: PollTrigger<SuperopsSettings, SuperopsSecrets, NewestFirstCursor> = pollNewestFirst({
  name: 'tickets',
  everySeconds: 60,
  pageSize: largestPage,
  hint: ticketHint,

  async readPage(context, page) {
    const { items, hasMore, at } = await fetchPage(context, newestFirst, page, largestPage);
    const changes = items.flatMap((row) => {
      const changedAt = toInstant(row.updatedTime ?? row.createdTime);
      const madeAt = toInstant(row.createdTime);
      return changedAt ? [{ id: row.ticketId, at: changedAt, madeAt, isNew: changedAt === madeAt }] : [];
    });
    return { changes, rows: hasMore ? largestPage : items.length, answeredAt: at };
  },
});
