// A poll over a list that can be sorted by its last change and not asked for "changed since" in a way one could rely on:
// from the newest change back to where the last round began. Long rounds go on in the next call. What moves while the list
// is read moves to its front, so rows come twice rather than never.
import { z } from 'zod';
import type { ConnectorContext } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import type { EntityHint, PollTrigger } from '../trigger.ts';
import { changesCursorShape, firstCursor, isAhead, isNewTo, tellChanges, windowStart } from './changes-since.ts';

export interface NewestChange {
  id: string;
  /** the vendor's own time of the change, ISO 8601 */
  at: string;
  /** when it was made; by this, what is new is told as new even when it changed before it was seen */
  madeAt?: string | null;
  /** nothing happened to it since it was made */
  isNew: boolean;
}

export interface NewestFirstPlan<Settings, Secrets> {
  name: string;
  everySeconds: number;
  pageSize: number;
  hint(change: NewestChange): EntityHint;
  /** @param page from 1 on, newest change first. `rows`: how many there were, those without a time of change too */
  readPage(
    context: ConnectorContext<Settings, Secrets>,
    page: number,
  ): Promise<{ changes: NewestChange[]; rows: number; answeredAt: Date }>;
}

const pagesAtOnce = 5;

const cursorShape = z.object({
  seen: changesCursorShape,
  /** a round that is not read to its end: where it goes on, and what counts as seen after it */
  round: z.object({ page: z.number().int(), seen: changesCursorShape }).nullable(),
});
export type NewestFirstCursor = z.output<typeof cursorShape>;

/** The first call only notes what is newest; a cursor of another version begins anew, like none. */
export const pollNewestFirst = <Settings, Secrets>(
  plan: NewestFirstPlan<Settings, Secrets>,
): PollTrigger<Settings, Secrets, NewestFirstCursor> => ({
  name: plan.name,
  everySeconds: plan.everySeconds,

  async poll(context, given) {
    const cursor = cursorShape.safeParse(given).data;
    const readPage = async (page: number) => {
      const answer = await plan.readPage(context, page);
      requireOrder(answer.changes, plan.name);
      return answer;
    };
    if (!cursor) {
      const { changes, answeredAt } = await readPage(1);
      const newest = changes.find(({ at }) => !isAhead(at, answeredAt));
      const begin = firstCursor(newest ? new Date(newest.at) : answeredAt);
      const seen = tellChanges(changes, begin, { answeredAt }).cursor;
      return { hints: [], cursor: { seen, round: null }, more: false };
    }
    const fromMs = windowStart(cursor.seen).getTime();
    const changes: NewestChange[] = [];
    let answeredAt = context.now();
    let page = cursor.round?.page ?? 1;
    let isEnd = false;
    for (let read = 0; read < pagesAtOnce && !isEnd; read++, page++) {
      const answer = await readPage(page);
      changes.push(...answer.changes);
      answeredAt = answer.answeredAt;
      isEnd = answer.rows < plan.pageSize || answer.changes.some(({ at }) => Date.parse(at) < fromMs);
    }
    const told = tellChanges(changes, cursor.seen, { answeredAt });
    const hints = told.news.map((change) =>
      plan.hint({ ...change, isNew: change.isNew || isNewTo(cursor.seen, { id: change.id, madeAt: change.madeAt }) }),
    );
    // the first pages of a round are its newest: what they say is where the next round ends
    const seen = cursor.round?.seen ?? told.cursor;
    if (isEnd) return { hints, cursor: { seen, round: null }, more: false };
    return { hints, cursor: { seen: cursor.seen, round: { page, seen } }, more: true };
  },
});

/**
 * A vendor that passes over the order it was asked for would look as if nothing had happened. Rows that never changed have no
 * place in that order, and a few others may be out of theirs.
 */
function requireOrder(changes: readonly NewestChange[], name: string): void {
  const times = changes.filter(({ at, madeAt }) => at !== madeAt).map(({ at }) => Date.parse(at));
  const wrong = times.slice(1).filter((time, index) => time > (times[index] ?? time)).length;
  if (times.length < 8 || wrong * 4 <= times.length) return;
  throw new ConnectorError(
    'bad-answer',
    `The list of ${name} does not come in the order of the last change, which was asked for. What is new cannot be told from it.`,
  );
}

export const ticketHint = ({ id, at, isNew }: NewestChange): EntityHint => ({
  entity: 'ticket',
  id,
  change: isNew ? 'created' : 'updated',
  deviceId: null,
  at,
});
