// Lists of Syncro: page by number, and how long a page is only Syncro knows.
import { z } from 'zod';
import { collectPages, pageInsidePages } from '#connectors/sdk/http/paging.ts';
import type { QueryValue } from '#connectors/sdk/http/vendor-road.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import type { SyncroContext } from './auth.ts';
import { syncro } from './client.ts';
import { metaShape } from './vendor-shapes.ts';

export interface SyncroList<T extends z.ZodType> {
  action: string;
  path: string;
  /** where the rows are in the answer */
  rows: string;
  row: T;
  query?: Record<string, QueryValue>;
}

/** some lists tell no pages; they are over when one is shorter than this */
const usualPage = 25;

export async function fetchPage<T extends z.ZodType>(
  context: SyncroContext,
  list: SyncroList<T>,
  page: number,
): Promise<{ items: z.output<T>[]; hasMore: boolean; total: number | null; at: Date }> {
  const call = { action: list.action, path: list.path, query: { ...list.query, page } };
  const response = await syncro.call(context, call);
  const body = syncro.toShape(z.object({ [list.rows]: z.array(list.row) }), response.json, call);
  const { meta } = syncro.toShape(metaShape, response.json, call);
  const items = body[list.rows] ?? [];
  const pages = meta?.total_pages;
  return {
    items,
    hasMore: typeof pages === 'number' ? page < pages : items.length >= usualPage,
    total: meta?.total_entries ?? null,
    at: vendorTime(response, context.now()),
  };
}

export const listPage = <T extends z.ZodType>(
  context: SyncroContext,
  list: SyncroList<T>,
  input: { cursor?: string | null | undefined; limit: number },
): Promise<Page<z.output<T>>> =>
  pageInsidePages<z.output<T>>(input, { first: 1, fetch: (page) => fetchPage(context, list, page) });

export const listWhole = <T extends z.ZodType>(
  context: SyncroContext,
  list: SyncroList<T>,
  maxPages = 100,
): Promise<z.output<T>[]> =>
  collectPages<z.output<T>>({ maxPages, fetchPage: (cursor) => listPage(context, list, { cursor, limit: 1_000 }) });
