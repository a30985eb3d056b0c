// Lists of Halo: big ones in pages, which it only gives when `pageinate` is there, and small ones as bare arrays.
import { z } from 'zod';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import type { QueryValue } from '#connectors/sdk/http/vendor-road.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import { type HaloContext, halo } from './client.ts';

export const largestPage = 100;

interface PagedList<T extends z.ZodType> {
  path: string;
  /** the name the rows have in the answer */
  rows: 'tickets' | 'clients' | 'users' | 'assets';
  shape: T;
  action: string;
  query?: Record<string, QueryValue>;
}

/** @throws ConnectorError `bad-answer` for a page that is none */
export function listPage<T extends z.ZodType>(
  context: HaloContext,
  input: { cursor?: string | null | undefined; limit: number },
  list: PagedList<T>,
): Promise<Page<z.output<T>>> {
  return pageByNumber(input, {
    first: 1,
    maxSize: largestPage,
    fetch: async (page, size) => {
      const { rows, total } = await readPage(context, list, page, size);
      // the count of all records, where Halo tells it; else a full page means that there may be more
      return { items: rows, hasMore: total === null ? rows.length >= size : page * size < total && rows.length > 0 };
    },
  });
}

/** @returns `answeredAt`: Halo's time */
export async function readPage<T extends z.ZodType>(
  context: HaloContext,
  list: PagedList<T>,
  page: number,
  size: number,
): Promise<{ rows: z.output<T>[]; total: number | null; answeredAt: Date }> {
  const call = {
    action: list.action,
    path: list.path,
    query: { ...list.query, pageinate: true, page_size: size, page_no: page },
  };
  const response = await halo.call(context, call);
  const answer = halo.toShape(pageShape, response.json, call);
  const rows = halo.toShape(z.array(list.shape), answer[list.rows] ?? [], call);
  return { rows, total: answer.record_count ?? null, answeredAt: vendorTime(response, context.now()) };
}
const pageShape = z.object({ record_count: z.number().int().nullish() }).loose();

/** The small lists of the setup; an instance may wrap them after all. */
export async function readAll<T extends z.ZodType>(
  context: HaloContext,
  shape: T,
  call: { path: string; action: string; query?: Record<string, QueryValue> },
): Promise<z.output<T>[]> {
  const rows = z.array(shape);
  const wrapped = z.record(z.string(), z.unknown()).transform((answer) => Object.values(answer).find(Array.isArray));
  const answer = await halo.read(context, z.union([z.array(z.unknown()), wrapped]), call);
  return halo.toShape(rows, answer, call);
}
