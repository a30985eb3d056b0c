// The memory of a poll for vendors that list what is active now: what is new on the list came, what is no longer on it went.
import { z } from 'zod';
import type { EntityHint } from '../trigger.ts';

export const activeCursorShape = z.object({ active: z.array(z.string()) });
export type ActiveCursor = z.output<typeof activeCursorShape>;

/** @param rows every active alert; a part of them would make the rest look cleared */
export function tellActive(
  rows: readonly { id: string; deviceId: string | null; at: string | null }[],
  cursor: ActiveCursor | null | undefined,
): { hints: EntityHint[]; cursor: ActiveCursor } {
  const known = new Set(cursor?.active);
  const active = new Set(rows.map((row) => row.id));
  const came = rows
    .filter((row) => !known.has(row.id))
    .map((row): EntityHint => ({ entity: 'alert', change: 'created', ...row }));
  const went = [...known]
    .filter((id) => !active.has(id))
    .map((id): EntityHint => ({ entity: 'alert', id, change: 'cleared', deviceId: null, at: null }));
  return { hints: [...came, ...went], cursor: { active: [...active] } };
}
