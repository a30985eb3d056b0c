// Tickets that changed: the board of all, newest change first, back to where the last round ended. An instance without
// Ticketing has no news of tickets; should it get the add-on, the poll begins then.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import {
  type ChangesCursor,
  changesCursorShape,
  firstCursor,
  tellChanges,
  windowStart,
} from '#connectors/sdk/polling/changes-since.ts';
import { type NewestChange, ticketHint } from '#connectors/sdk/polling/poll-newest-first.ts';
import type { PollTrigger } from '#connectors/sdk/trigger.ts';
import type { NinjaSecrets, NinjaSettings } from '../auth.ts';
import { instant } from '../device-transform.ts';
import { findBoardOfAll, runBoard } from '../ticket-boards.ts';
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
    const changes: NewestChange[] = [];
    let answeredAt: Date | undefined;
    let next: number | null = null;
    for (let page = 0; page < maxPages; page++) {
      const answer = await runBoard(context, board, { sortBy: 'lastUpdated', pageSize, cursor: next });
      // the first answer's: what changes while later pages are read is told next time
      answeredAt ??= answer.answeredAt;
      const some = answer.rows.flatMap(toChange);
      changes.push(...some);
      next = answer.next;
      const [newest] = some;
      if (!known) {
        const begin = firstCursor(newest ? new Date(newest.at) : answeredAt);
        return { hints: [], cursor: tellChanges(some, begin, { answeredAt }).cursor, more: false };
      }
      const from = windowStart(known).getTime();
      if (next === null || some.some(({ at }) => Date.parse(at) < from)) {
        const told = tellChanges(changes, known, { answeredAt });
        return { hints: told.news.map(ticketHint), cursor: told.cursor, more: false };
      }
    }
    throw new ConnectorError('bad-answer', `NinjaOne lists more than ${maxPages * pageSize} changed tickets at once.`);
  },
};

function toChange(row: BoardRow): NewestChange[] {
  const madeAt = instant(row.createTime);
  const at = instant(row.lastUpdated) ?? madeAt;
  return at === null ? [] : [{ id: String(row.id), at, isNew: at === madeAt }];
}
