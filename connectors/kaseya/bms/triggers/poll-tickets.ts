// Tickets with activity, newest first, down to where the last round began. BMS does not say in which zone its times are, so
// the mark is its own time of the newest ticket, and no filter is given a time of ours.
import { z } from 'zod';
import { changesCursorShape, firstCursor, tellChanges, windowStart } from '#connectors/sdk/polling/changes-since.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { BmsSecrets, BmsSettings } from '../auth.ts';
import { largestPage, searchTickets } from '../tickets.ts';
import { toInstant } from '../transform.ts';
import type { TicketRow } from '../vendor-shapes.ts';

const pagesAtOnce = 5;

const cursorShape = z.object({
  seen: changesCursorShape,
  /** a round that is not read to its end: where it goes on, and what counts as seen after it */
  round: z.object({ page: z.number().int(), seen: changesCursorShape }).nullable(),
});
type TicketCursor = z.output<typeof cursorShape>;

interface Change {
  id: string;
  at: string;
  isNew: boolean;
}

const search = {
  filter: {},
  sort: 'LastActivityUpdate',
  size: largestPage,
  action: 'look for changed tickets',
} as const;

export const pollTickets: PollTrigger<BmsSettings, BmsSecrets, TicketCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, given) {
    const cursor = cursorShape.safeParse(given).data;
    if (!cursor) {
      const { rows, answeredAt } = await searchTickets(context, { ...search, page: 1 });
      const changes = rows.flatMap(toChanges);
      const begin = firstCursor(changes[0] ? new Date(changes[0].at) : answeredAt);
      return {
        hints: [],
        cursor: { seen: tellChanges(changes, begin, { answeredAt }).cursor, round: null },
        more: false,
      };
    }
    const fromMs = windowStart(cursor.seen).getTime();
    const isOld = ({ at }: Change) => Date.parse(at) < fromMs;
    const changes: Change[] = [];
    let answeredAt = context.now();
    let page = cursor.round?.page ?? 1;
    let isEnd = false;
    for (let read = 0; read < pagesAtOnce && !isEnd; read++, page++) {
      const answer = await searchTickets(context, { ...search, page });
      changes.push(...answer.rows.flatMap(toChanges));
      answeredAt = answer.answeredAt;
      isEnd = answer.rows.length < search.size || changes.some(isOld);
    }
    const told = tellChanges(changes, cursor.seen, { answeredAt });
    const hints = told.news.map(toHint);
    // the first pages of a round are its newest: what they say is where the next round ends
    const seen = cursor.round?.seen ?? told.cursor;
    if (isEnd) return { hints, cursor: { seen, round: null }, more: false };
    return { hints, cursor: { seen: cursor.seen, round: { page, seen } }, more: true };
  },
};

function toChanges(row: TicketRow): Change[] {
  const madeAt = toInstant(row.CreatedOn ?? row.OpenDate);
  const at = toInstant(row.LastActivityUpdate) ?? madeAt;
  return at === null ? [] : [{ id: String(row.Id), at, isNew: at === madeAt }];
}

const toHint = ({ id, at, isNew }: Change): EntityHint => ({
  entity: 'ticket',
  id,
  change: isNew ? 'created' : 'updated',
  deviceId: null,
  at,
});
