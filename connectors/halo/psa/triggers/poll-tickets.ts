// Tickets that changed, newest first, down to where the last round began. Halo's times have whole seconds and no zone, so
// the mark is Halo's own time of the newest ticket and never a clock of ours.
import { z } from 'zod';
import { changesCursorShape, firstCursor, tellChanges, windowStart } from '#connectors/sdk/polling/changes-since.ts';
import type { EntityHint, PollTrigger } from '#connectors/sdk/trigger.ts';
import type { HaloSecrets, HaloSettings } from '../auth.ts';
import { readPage } from '../lists.ts';
import { changedList } from '../tickets.ts';
import { toInstant } from '../transform.ts';
import type { TicketRow } from '../vendor-shapes.ts';

const pageSize = 100;
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

const list = {
  ...changedList,
  action: 'look for changed tickets',
  query: { order: 'lastactiondate', orderdesc: true, includeclosed: true },
};

export const pollTickets: PollTrigger<HaloSettings, HaloSecrets, TicketCursor> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, given) {
    const cursor = cursorShape.safeParse(given).data;
    if (!cursor) {
      const { rows, answeredAt } = await readPage(context, list, 1, pageSize);
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
      const answer = await readPage(context, list, page, pageSize);
      changes.push(...answer.rows.flatMap(toChanges));
      answeredAt = answer.answeredAt;
      isEnd = answer.rows.length < pageSize || changes.some(isOld);
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
  const madeAt = toInstant(row.dateoccurred);
  const at = toInstant(row.lastactiondate) ?? madeAt;
  return at === null ? [] : [{ id: String(row.id), at, isNew: at === madeAt }];
}

const toHint = ({ id, at, isNew }: Change): EntityHint => ({
  entity: 'ticket',
  id,
  change: isNew ? 'created' : 'updated',
  deviceId: null,
  at,
});
