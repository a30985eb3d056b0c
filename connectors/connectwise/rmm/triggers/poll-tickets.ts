// Tickets that changed: the platform calls nobody. Newest first, because a ticket that changes while its list is read moves to the
// front and is then read twice rather than never.

import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { ChangesCursor } from '#connectors/sdk/polling/changes-since.ts';
import { changesCursorShape, firstCursor, tellChanges, windowStart } from '#connectors/sdk/polling/changes-since.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { AsioSecrets, AsioSettings } from '../auth.ts';
import { toInstant } from '../device-transform.ts';
import { readTicketPage } from '../tickets.ts';
import type { TicketRow } from '../vendor-shapes.ts';

const pageSize = 100;
const mostPages = 50;
const newestFirst = { sortBy: 'updatedAt', sortDir: 'desc' };

export const pollTickets: PollTrigger<AsioSettings, AsioSecrets, ChangesCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, given) {
    const cursor = changesCursorShape.safeParse(given).data;
    if (!cursor) {
      const { rows, answeredAt } = await readTicketPage(context, { number: 1, size: pageSize }, newestFirst);
      const changes = rows.flatMap(toChanges);
      const begin = firstCursor(new Date(changes[0]?.at ?? answeredAt));
      return { hints: [], cursor: tellChanges(changes, begin, { answeredAt }).cursor, more: false };
    }
    const query = { ...newestFirst, updatedAtFrom: windowStart(cursor).toISOString() };
    const changes = [];
    let answeredAt = context.now();
    for (let number = 1; ; number++) {
      if (number > mostPages)
        throw new ConnectorError('bad-answer', 'ConnectWise’s list of changed tickets does not end.');
      const page = await readTicketPage(context, { number, size: pageSize }, query);
      changes.push(...page.rows.flatMap(toChanges));
      answeredAt = page.answeredAt;
      if (!page.hasMore) break;
    }
    const told = tellChanges(changes, cursor, { answeredAt });
    return { hints: told.news.map(toHint), cursor: told.cursor, more: false };
  },
};

interface Change {
  id: string;
  at: string;
  isNew: boolean;
}

function toChanges(row: TicketRow): Change[] {
  const at = toInstant(row.updatedAt) ?? toInstant(row.createdAt);
  return at === null ? [] : [{ id: row.id, at, isNew: at === toInstant(row.createdAt) }];
}

const toHint = ({ id, at, isNew }: Change) => ({
  entity: 'ticket' as const,
  id,
  change: isNew ? ('created' as const) : ('updated' as const),
  deviceId: null,
  at,
});
