// Tickets that changed: newest changes first, back to where the last round ended. Nothing is filtered by time, because
// no operator for it works everywhere.

import { ConnectorError } from '#connectors/sdk/errors.ts';
import {
  type ChangesCursor,
  changesCursorShape,
  firstCursor,
  tellChanges,
  windowStart,
} from '#connectors/sdk/polling/changes-since.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { SuperopsContext, SuperopsSecrets, SuperopsSettings } from '../auth.ts';
import { ticketList } from '../collections.ts';
import { toInstant } from '../instants.ts';
import { fetchPage, largestPage } from '../lists.ts';
import type { SuperopsTicket } from '../vendor-shapes.ts';

const newestFirst = { ...ticketList, sort: { attribute: 'updatedTime', order: 'DESC' as const } };
const maxPages = 200;

export const pollTickets: PollTrigger<SuperopsSettings, SuperopsSecrets, ChangesCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    const known = changesCursorShape.safeParse(cursor).data;
    if (!known) return { hints: [], cursor: await beginCursor(context), more: false };
    const from = windowStart(known).getTime();
    const rows: ReturnType<typeof toRow> = [];
    let answeredAt: Date | undefined;
    for (let page = 1; ; page++) {
      const { items, hasMore, at } = await fetchPage(context, newestFirst, page, largestPage);
      // the first answer's: what changes while later pages are read is told next time
      answeredAt ??= at;
      rows.push(...items.flatMap(toRow));
      // without order (the sort was refused) newer rows may stand behind older ones: then all are read
      if (!hasMore || (isOrdered(items) && items.some((row) => changedMs(row) < from))) break;
      if (page === maxPages) throw tooMany();
    }
    const { news, cursor: next } = tellChanges(rows, known, { answeredAt });
    return { hints: news.map(toHint), cursor: next, more: false };
  },
};

const changedMs = (row: SuperopsTicket) => Date.parse(toInstant(row.updatedTime) ?? '');
const tooMany = () =>
  new ConnectorError('bad-answer', `SuperOps lists more than ${maxPages * largestPage} changed tickets at once.`);

/** The newest change of all: by SuperOps' own clock, which is the only one that counts. */
async function beginCursor(context: SuperopsContext): Promise<ChangesCursor> {
  const { items } = await fetchPage(context, newestFirst, 1, largestPage);
  const times = items.flatMap((row) => toInstant(row.updatedTime) ?? []).sort();
  return firstCursor(new Date(times.at(-1) ?? 0));
}

function toRow(row: SuperopsTicket): { id: string; at: string; isNew: boolean }[] {
  const at = toInstant(row.updatedTime ?? row.createdTime);
  return at ? [{ id: row.ticketId, at, isNew: row.createdTime === row.updatedTime }] : [];
}

const isOrdered = (rows: readonly SuperopsTicket[]) =>
  rows.every((row, index) => index === 0 || (rows[index - 1]?.updatedTime ?? '') >= (row.updatedTime ?? ''));

const toHint = (row: { id: string; at: string; isNew: boolean }): EntityHint => ({
  entity: 'ticket',
  id: row.id,
  change: row.isNew ? 'created' : 'updated',
  deviceId: null,
  at: row.at,
});
