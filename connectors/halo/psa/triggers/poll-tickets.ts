// Tickets that changed. Halo's times have whole seconds and no zone, so the mark is Halo's own time of the newest ticket and
// never a clock of ours.
import { type NewestChange, pollNewestFirst, ticketHint } from '#connectors/sdk/polling/poll-newest-first.ts';
import type { HaloSecrets, HaloSettings } from '../auth.ts';
import { largestPage, readPage } from '../lists.ts';
import { changedList } from '../tickets.ts';
import { toInstant } from '../transform.ts';
import type { TicketRow } from '../vendor-shapes.ts';

const list = {
  ...changedList,
  action: 'look for changed tickets',
  query: { order: 'lastactiondate', orderdesc: true, includeclosed: true },
};

export const pollTickets = pollNewestFirst<HaloSettings, HaloSecrets>({
  name: 'tickets',
  everySeconds: 60,
  pageSize: largestPage,
  hint: ticketHint,
  async readPage(context, page) {
    const { rows, answeredAt } = await readPage(context, list, page, largestPage);
    return { changes: rows.flatMap(toChanges), rows: rows.length, answeredAt };
  },
});

function toChanges(row: TicketRow): NewestChange[] {
  const madeAt = toInstant(row.dateoccurred);
  const at = toInstant(row.lastactiondate) ?? madeAt;
  return at === null ? [] : [{ id: String(row.id), at, madeAt, isNew: at === madeAt }];
}
