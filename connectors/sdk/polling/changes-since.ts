// The memory of a poll that asks "what changed since": where the next window begins, by the vendor's own times, and what
// of it was already told. Windows overlap, so that a row written late or in the same second is not missed.
import { z } from 'zod';

/** A record that changed. `at`: ISO 8601, as the vendor says. */
export interface ChangedRow {
  id: string;
  at: string;
}

export const changesCursorShape = z.object({
  /** the newest change seen so far */
  newestAt: z.iso.datetime(),
  /** id -> the change of it that was told, as far back as the overlap goes */
  told: z.record(z.string(), z.iso.datetime()),
});
export type ChangesCursor = z.output<typeof changesCursorShape>;

/** how far windows overlap unless told */
export const overlapMs = 120_000;
/** a change this young may be followed by another one with the same time: it is told again rather than remembered */
const unsettledMs = 2_000;
/** a time further ahead than any zone is not a time of a change: it is told, and moves no window */
const furthestAheadMs = 26 * 3_600_000;

/** From where to ask the vendor. */
export const windowStart = (cursor: ChangesCursor, backMs = overlapMs): Date =>
  new Date(Date.parse(cursor.newestAt) - backMs);

/** @param start what to take for the newest change while there is none: the vendor's own time, less a little */
export const firstCursor = (start: Date): ChangesCursor => ({ newestAt: start.toISOString(), told: {} });

/** Ahead of the vendor's own clock by more than zones can be. */
export const isAhead = (at: string, answeredAt: Date): boolean =>
  Date.parse(at) - answeredAt.getTime() > furthestAheadMs;

/**
 * Made within the window and never told before: new, whatever happened to it since. Rules of a vendor change what was just
 * made, so that the time of its making is rarely the time of its last change.
 * @param cursor as it was before the row was told
 */
export const isNewTo = (
  cursor: ChangesCursor,
  row: { id: string; madeAt: string | null | undefined },
  backMs = overlapMs,
): boolean =>
  cursor.told[row.id] === undefined && Date.parse(row.madeAt ?? '') >= windowStart(cursor, backMs).getTime();

/**
 * What of `rows` is news, oldest first, and the cursor after it. Rows older than the window are left out.
 * @param answeredAt the vendor's time
 */
export function tellChanges<Row extends ChangedRow>(
  rows: readonly Row[],
  cursor: ChangesCursor,
  options: { answeredAt: Date; backMs?: number },
): { news: Row[]; cursor: ChangesCursor } {
  const from = windowStart(cursor, options.backMs).getTime();
  const atMs = (row: ChangedRow) => Date.parse(row.at);
  const inWindow = rows.filter((row) => atMs(row) >= from).sort((a, b) => atMs(a) - atMs(b));
  const news = inWindow.filter((row) => cursor.told[row.id] !== row.at);
  const trusted = inWindow.filter((row) => !isAhead(row.at, options.answeredAt));
  const newestMs = Math.max(Date.parse(cursor.newestAt), ...trusted.map(atMs));
  const keepFrom = newestMs - (options.backMs ?? overlapMs);
  const settled = inWindow.filter(
    (row) => options.answeredAt.getTime() - atMs(row) >= unsettledMs || isAhead(row.at, options.answeredAt),
  );
  const told = Object.entries({ ...cursor.told, ...Object.fromEntries(settled.map((row) => [row.id, row.at])) });
  return {
    news,
    cursor: {
      newestAt: new Date(newestMs).toISOString(),
      told: Object.fromEntries(told.filter(([, at]) => Date.parse(at) >= keepFrom)),
    },
  };
}
