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

/** Page numbers behind our cursor. `limit` is the caller's, cut to what the vendor allows; it stays the same over a walk. */
export async function pageByNumber<T>(
  input: { cursor?: string | null | undefined; limit: number },
  vendor: {
    first: 0 | 1;
    maxSize: number;
    fetch(page: number, size: number): Promise<{ items: T[]; hasMore: boolean }>;
  },
): Promise<Page<T>> {
  const size = Math.min(input.limit, vendor.maxSize);
  const page = cursorNumber(input.cursor) ?? vendor.first;
  const { items, hasMore } = await vendor.fetch(page, size);
  return { items, next: hasMore ? String(page + 1) : null };
}

/** Offsets behind our cursor. */
export async function pageByOffset<T>(
  input: { cursor?: string | null | undefined; limit: number },
  vendor: { maxSize: number; fetch(offset: number, size: number): Promise<{ items: T[]; hasMore: boolean }> },
): Promise<Page<T>> {
  const size = Math.min(input.limit, vendor.maxSize);
  const offset = cursorNumber(input.cursor) ?? 0;
  const { items, hasMore } = await vendor.fetch(offset, size);
  return { items, next: hasMore && items.length > 0 ? String(offset + items.length) : null };
}

/**
 * Pages whose size the vendor decides alone, cut into pages of ours: the cursor says which of its pages, and how much of
 * it was given already ("3.25").
 */
export async function pageInsidePages<T>(
  input: { cursor?: string | null | undefined; limit: number },
  vendor: { first: 0 | 1; fetch(page: number): Promise<{ items: T[]; hasMore: boolean }> },
): Promise<Page<T>> {
  const [page = vendor.first, skip = 0] = (input.cursor ?? '')
    .split('.')
    .map((part) => cursorNumber(part || null) ?? undefined);
  const { items, hasMore } = await vendor.fetch(page);
  const end = skip + input.limit;
  const next = end < items.length ? `${page}.${end}` : hasMore ? `${page + 1}.0` : null;
  return { items: items.slice(skip, end), next };
}

/** A list that the vendor only gives whole, in pages of ours. */
export function pageOfWhole<T>(
  items: readonly T[],
  input: { cursor?: string | null | undefined; limit: number },
): Page<T> {
  const from = cursorNumber(input.cursor) ?? 0;
  const end = from + input.limit;
  return { items: items.slice(from, end), next: end < items.length ? String(end) : null };
}

/** @throws ConnectorError `invalid-input`: cursors are ours, and nothing else goes into a vendor's address */
function cursorNumber(cursor: string | null | undefined): number | null {
  if (cursor === null || cursor === undefined) return null;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
}

/** An address the vendor says to go on with, followed only where it leads back to the same place. @throws ConnectorError `wrong-host` */
export function sameOriginLink(link: string, base: string): URL {
  const url = URL.canParse(link, base) ? new URL(link, base) : null;
  if (url && url.origin === new URL(base).origin) return url;
  throw new ConnectorError('wrong-host', 'The vendor sends the rest of a list to another address; it is not followed.');
}

/** The address with rel="next" in a Link header (RFC 8288), or null. */
export function nextOfLinkHeader(link: string | undefined): string | null {
  for (const part of (link ?? '').split(/,(?=\s*<)/)) {
    const match = /^\s*<([^>]*)>\s*;.*\brel="?next"?/i.exec(part);
    if (match?.[1]) return match[1];
  }
  return null;
}
