// Walking a vendor's list. A list that never ends or a cursor that comes back is the vendor's fault and is said,
// instead of looping for ever or returning a list that looks whole.
import { ConnectorError } from '../errors.ts';
import type { Page } from '../nouns.ts';

export interface PageWalk<T> {
  fetchPage(cursor: string | null): Promise<Page<T>>;
  /** more pages than this is an error, never a silent cut */
  maxPages: number;
  from?: string | null;
}

/** @throws ConnectorError `bad-answer` when the cap is reached or a cursor repeats */
export async function* walkPages<T>(walk: PageWalk<T>): AsyncGenerator<T[]> {
  const seen = new Set<string>();
  let cursor = walk.from ?? null;
  for (let page = 0; page < walk.maxPages; page++) {
    const { items, next } = await walk.fetchPage(cursor);
    yield items;
    if (next === null) return;
    if (seen.has(next)) throw new ConnectorError('bad-answer', 'The vendor repeats the same page of a list.');
    seen.add(next);
    cursor = next;
  }
  throw new ConnectorError('bad-answer', `The vendor's list has more than ${walk.maxPages} pages.`);
}

/** Every item once; a list that shifts while it is read gives some items twice. */
export async function collectPages<T>(walk: PageWalk<T>, idOf?: (item: T) => string): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for await (const page of walkPages(walk)) {
    for (const item of page) {
      const id = idOf?.(item);
      if (id !== undefined && seen.has(id)) continue;
      if (id !== undefined) seen.add(id);
      items.push(item);
    }
  }
  return items;
}
