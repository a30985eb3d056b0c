// Tickets that changed: the board of all, newest change first, back to where the last round ended. An instance without
// Ticketing has no news of tickets; should it get the add-on, the poll begins then.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import {
  type ChangesCursor,
  changesCursorShape,
  firstCursor,
  isAhead,
  isNewTo,
  tellChanges,
  windowStart,
} from '#connectors/sdk/polling/changes-since.ts';
import { ticketHint } from '#connectors/sdk/polling/poll-newest-first.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { NinjaSecrets, NinjaSettings } from '../auth.ts';
import { instant } from '../device-transform.ts';
import { findBoardOfAll, isNewestFirst, runBoard } from '../ticket-boards.ts';
import type { BoardRow, BoardView } from '../ticket-shapes.ts';

const pageSize = 200;
const maxPages = 50;

export const pollTickets: PollTrigger<NinjaSettings, NinjaSecrets, ChangesCursor | null> = {
  name: 'tickets',
  everySeconds: 60,

  async poll(context, cursor) {
    const board = await findBoardOfAll(context).catch((error: unknown): BoardView | null => {
      if (error instanceof ConnectorError && error.kind === 'unsupported') return null;
      throw error;
    });
    if (!board) return { hints: [], cursor, more: false };
    const known = changesCursorShape.safeParse(cursor).data;
    const changes: TicketChange[] = [];
    let answeredAt: Date | undefined;
    let next: number | null = null;
    let isInOrder = true;
    for (let page = 0; page < maxPages; page++) {
      const answer = await runBoard(context, board, { sortBy: 'lastUpdated', pageSize, cursor: next });
      // the first answer's: what changes while later pages are read is told next time
      answeredAt ??= answer.answeredAt;
      const some = answer.rows.flatMap(toChange);
      changes.push(...some);
      next = answer.next;
      if (!known) return { hints: [], cursor: beginOf(some, answeredAt), more: false };
      const from = windowStart(known).getTime();
      // an instance that passes over the order is read to its end
      isInOrder &&= isNewestFirst(answer.rows, 'lastUpdated');
      if (next !== null && !(isInOrder && some.some(({ at }) => Date.parse(at) < from))) continue;
      const told = tellChanges(changes, known, { answeredAt });
      const hints = told.news.map((row) => ticketHint({ ...row, isNew: isNewTo(known, row) }));
      return { hints, cursor: told.cursor, more: false };
    }
    throw new ConnectorError('bad-answer', `NinjaOne lists more than ${maxPages * pageSize} changed tickets at once.`);
  },
};

interface TicketChange {
  id: string;
  at: string;
  madeAt: string | null;
}

function toChange(row: BoardRow): TicketChange[] {
  const madeAt = instant(row.createTime);
  const at = instant(row.lastUpdated) ?? madeAt;
  return at === null ? [] : [{ id: String(row.id), at, madeAt }];
}

/** What is there already is no news: from its newest change on, by NinjaOne's clock. */
function beginOf(rows: readonly TicketChange[], answeredAt: Date): ChangesCursor {
  const newest = rows
    .map(({ at }) => at)
    .filter((at) => !isAhead(at, answeredAt))
    .sort()
    .at(-1);
  return tellChanges(rows, firstCursor(newest ? new Date(newest) : answeredAt), { answeredAt }).cursor;
}
