// One page of a list that is asked for by GET.
import type { z } from 'zod';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import type { QueryValue } from '#connectors/sdk/http/vendor-road.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import { type BmsContext, listBms } from './client.ts';

const largestPage = 100;

export const listPage = <T extends z.ZodType>(
  context: BmsContext,
  input: { cursor?: string | null | undefined; limit: number },
  list: { path: string; action: string; shape: T; query: Record<string, QueryValue> },
): Promise<Page<z.output<T>>> =>
  pageByNumber(input, {
    first: 1,
    maxSize: largestPage,
    fetch: async (page, size) => {
      const { rows, total } = await listBms(context, list.shape, {
        action: list.action,
        path: list.path,
        query: { ...list.query, PageSize: size, PageNumber: page },
      });
      // most of these lists do not tell how long they are: a full page means that there may be more
      return { items: rows, hasMore: total === null ? rows.length >= size : page * size < total && rows.length > 0 };
    },
  });
