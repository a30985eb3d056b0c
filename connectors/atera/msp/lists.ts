// Lists of Atera: pages of at most 50. Rows shift while pages are read, and the links for the next page may be wrong: only
// the numbers are used.
import type { z } from 'zod';
import { collectPages, pageByNumber } from '#connectors/sdk/http/paging.ts';
import type { QueryValue } from '#connectors/sdk/http/vendor-road.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import type { AteraContext } from './auth.ts';
import { atera } from './client.ts';
import { pageShape } from './vendor-shapes.ts';

export interface AteraList<T extends z.ZodType> {
  action: string;
  path: string;
  row: T;
  query?: Record<string, QueryValue>;
}

export const largestPage = 50;

export async function fetchPage<T extends z.ZodType>(
  context: AteraContext,
  list: AteraList<T>,
  page: number,
  itemsInPage = largestPage,
): Promise<{ items: z.output<T>[]; hasMore: boolean; total: number | null; at: Date }> {
  const call = { action: list.action, path: list.path, query: { ...list.query, page, itemsInPage } };
  const response = await atera.call(context, call);
  const body = atera.toShape(pageShape(list.row), response.json, call);
  return {
    items: body.items ?? [],
    hasMore: page < (body.totalPages ?? 0),
    total: body.totalItemCount ?? null,
    at: vendorTime(response, context.now()),
  };
}

export const listPage = <T extends z.ZodType>(
  context: AteraContext,
  list: AteraList<T>,
  input: { cursor?: string | null | undefined; limit: number },
): Promise<Page<z.output<T>>> =>
  pageByNumber<z.output<T>>(input, {
    first: 1,
    maxSize: largestPage,
    fetch: (page, size) => fetchPage(context, list, page, size),
  });

/** @throws ConnectorError `bad-answer` beyond `maxPages` */
export const listWhole = <T extends z.ZodType>(
  context: AteraContext,
  list: AteraList<T>,
  maxPages = 200,
): Promise<z.output<T>[]> =>
  collectPages<z.output<T>>({
    maxPages,
    fetchPage: (cursor) => listPage(context, list, { cursor, limit: largestPage }),
  });
