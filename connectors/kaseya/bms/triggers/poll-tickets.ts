// Tickets with activity. BMS does not say in which zone its times are, so the mark is its own time of the newest ticket, and
// no filter is given a time of ours.
import { type NewestChange, pollNewestFirst, ticketHint } from '#connectors/sdk/polling/poll-newest-first.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { BmsSecrets, BmsSettings } from '../auth.ts';
import { largestPage, searchTickets } from '../tickets.ts';
import type { TicketRow } from '../vendor-shapes.ts';

const search = {
  filter: {},
  sort: 'LastActivityUpdate',
  size: largestPage,
  action: 'look for changed tickets',
} as const;

export const pollTickets = pollNewestFirst<BmsSettings, BmsSecrets>({
  name: 'tickets',
  everySeconds: 60,
  pageSize: largestPage,
  hint: ticketHint,
  async readPage(context, page) {
    const { rows, answeredAt } = await searchTickets(context, { ...search, page });
    return { changes: rows.flatMap(toChanges), rows: rows.length, answeredAt };
  },
});

function toChanges(row: TicketRow): NewestChange[] {
  const madeAt = toInstant(row.CreatedOn ?? row.OpenDate);
  const at = toInstant(row.LastActivityUpdate) ?? madeAt;
  return at === null ? [] : [{ id: String(row.Id), at, madeAt, isNew: at === madeAt }];
}
