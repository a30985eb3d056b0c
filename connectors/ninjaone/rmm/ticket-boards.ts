// The only list of tickets: running a board, which is a saved view. It is a POST that reads. What its filters are called is
// written nowhere, so none is sent, and rows are sorted out here.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { NinjaContext } from './auth.ts';
import { ninja } from './client.ts';
import { type BoardRow, type BoardView, boardPageShape, boardShape } from './ticket-shapes.ts';
import { readTicketing } from './ticketing.ts';

/** The board that shows all tickets: the one the connection names, else the one without conditions. */
export async function findBoardOfAll(context: NinjaContext): Promise<BoardView> {
  const boards = await readTicketing(context, z.array(boardShape), {
    path: '/v2/ticketing/trigger/boards',
    action: 'list the ticket boards',
  });
  const wanted = context.settings.ticketBoard?.trim().toLowerCase();
  const isNamed = ({ id, name }: BoardView) => String(id) === wanted || name.trim().toLowerCase() === wanted;
  const isWhole = ({ conditions }: BoardView) =>
    conditions != null && [...(conditions.any ?? []), ...(conditions.all ?? [])].length === 0;
  const builtIn = boards.filter(({ system }) => system === true);
  const found = wanted
    ? boards.find(isNamed)
    : (builtIn.find(isWhole) ?? builtIn.find(({ name }) => /^all tickets$/i.test(name.trim())));
  if (found) return found;
  const names = boards.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new ConnectorError(
    'unsupported',
    `NinjaOne lists tickets only by board, and none of its boards is known to show all tickets. Name it in the connection's settings; there are ${names}.`,
  );
}

export interface BoardQuery {
  sortBy: 'createTime' | 'lastUpdated';
  pageSize: number;
  /** null = from the beginning */
  cursor: number | null;
  text?: string | null | undefined;
}

/** Newest first. The end is an empty page: an instance may give fewer rows than asked for. */
export async function runBoard(
  context: NinjaContext,
  board: BoardView,
  query: BoardQuery,
): Promise<{ rows: BoardRow[]; next: number | null; answeredAt: Date }> {
  const call = {
    action: `run the board "${board.name}"`,
    method: 'POST' as const,
    path: `/v2/ticketing/trigger/board/${board.id}/run`,
    mutates: false,
    json: {
      sortBy: [{ field: query.sortBy, direction: 'DESC' }],
      pageSize: query.pageSize,
      ...(query.text ? { searchCriteria: query.text } : {}),
      ...(query.cursor === null ? {} : { lastCursorId: query.cursor }),
    },
  };
  const response = await ninja.call(context, call);
  const { rows, cursor } = ninja.toShape(boardPageShape, response.json, call);
  const isEnd = rows.length === 0 || cursor === null || cursor === query.cursor;
  return { rows, next: isEnd ? null : cursor, answeredAt: vendorTime(response, context.now()) };
}

/** Is a page as it was asked for? A board may have an order of its own, and then what is old says nothing of what follows. */
export const isNewestFirst = (rows: readonly BoardRow[], field: BoardQuery['sortBy']): boolean =>
  rows.every((row, index) => (row[field] ?? 0) <= (rows[index - 1]?.[field] ?? Number.POSITIVE_INFINITY));
