// Tickets that changed since the last round.

import { ConnectorError } from '#connectors/sdk/errors.ts';
import {
  type ChangesCursor,
  changesCursorShape,
  firstCursor,
  isNewTo,
  overlapMs,
  tellChanges,
  windowStart,
} from '#connectors/sdk/polling/changes-since.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { SyncroSecrets, SyncroSettings } from '../auth.ts';
import { fetchPage } from '../lists.ts';
import { ticketShape } from '../vendor-shapes.ts';

const list = { action: 'look for changed tickets', path: '/tickets', rows: 'tickets', row: ticketShape };
const maxPages = 400;

export const pollTickets: PollTrigger<SyncroSettings, SyncroSecrets, ChangesCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    const known = changesCursorShape.safeParse(cursor).data;
    if (!known) {
      const { at } = await fetchPage(context, list, 1);
      return { hints: [], cursor: firstCursor(new Date(at.getTime() - overlapMs)), more: false };
    }
    const query = { since_updated_at: windowStart(known).toISOString() };
    const rows: { id: string; at: string; madeAt: string | null }[] = [];
    let answeredAt: Date | undefined;
    for (let page = 1; ; page++) {
      const { items, hasMore, at } = await fetchPage(context, { ...list, query }, page);
      answeredAt ??= at;
      for (const row of items) {
        const changedAt = toInstant(row.updated_at);
        if (changedAt) rows.push({ id: row.id, at: changedAt, madeAt: toInstant(row.created_at) });
      }
      if (!hasMore) break;
      if (page === maxPages)
        throw new ConnectorError('bad-answer', `Syncro lists more than ${maxPages} pages of changed tickets.`);
    }
    const { news, cursor: next } = tellChanges(rows, known, { answeredAt: answeredAt ?? context.now() });
    const hints = news.map(
      (row): EntityHint => ({
        entity: 'ticket',
        id: row.id,
        change: isNewTo(known, row) ? 'created' : 'updated',
        deviceId: null,
        at: row.at,
      }),
    );
    return { hints, cursor: next, more: false };
  },
};
