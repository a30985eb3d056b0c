// Tickets that changed: the platform calls nobody, so its list is read from the newest change back.
import { type NewestChange, pollNewestFirst, ticketHint } from '#connectors/sdk/polling/poll-newest-first.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { AsioSecrets, AsioSettings } from '../auth.ts';
import { readTicketPage } from '../tickets.ts';
import type { TicketRow } from '../vendor-shapes.ts';

const pageSize = 100;

export const pollTickets = pollNewestFirst<AsioSettings, AsioSecrets>({
  name: 'tickets',
  everySeconds: 60,
  pageSize,
  hint: ticketHint,
  async readPage(context, number) {
    const { rows, answeredAt } = await readTicketPage(
      context,
      { number, size: pageSize },
      { sortBy: 'updatedAt', sortDir: 'desc' },
    );
    return { changes: rows.flatMap(toChanges), rows: rows.length, answeredAt };
  },
});

function toChanges(row: TicketRow): NewestChange[] {
  const madeAt = toInstant(row.createdAt);
  const at = toInstant(row.updatedAt) ?? madeAt;
  return at === null ? [] : [{ id: row.id, at, madeAt, isNew: at === madeAt }];
}
