// Lists of ConnectWise PSA, in both of its paging styles. Every page repeats every parameter, and only the page
// marker is taken from the vendor's Link header: its address is never followed.

import { z } from 'zod';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import { vendorTime } from '#connectors/sdk/http/vendor-time.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import { callPsa, type PsaContext, readAnswer } from './client.ts';

export interface PsaList<T extends z.ZodType> {
  path: string;
  shape: T;
  action: string;
  conditions?: string | undefined;
  fields?: string;
}

/** A condition longer than this, as it is encoded, goes into the body of a search: an address holds about 2,000 characters. */
const longestQueryCondition = 1_400;

/** Forward-only paging: quick on big lists, ordered by id, no `orderBy`. `cursor` is the last id of the page before. */
export async function listForward<T extends z.ZodType>(
  context: PsaContext,
  list: PsaList<T>,
  page: { cursor?: string | null | undefined; limit: number },
): Promise<Page<z.output<T>>> {
  const call = {
    path: list.path,
    query: {
      conditions: list.conditions,
      fields: list.fields,
      pageSize: page.limit,
      pageId: page.cursor ?? undefined,
    },
    headers: { 'pagination-type': 'forward-only' },
    action: list.action,
  };
  const response = await callPsa(context, call);
  return { items: readAnswer(z.array(list.shape), response, call), next: nextMarker(response.headers.link, 'pageId') };
}

/** The whole of a list that is known to be small, page by page in the order of its ids. */
export function listAll<T extends z.ZodType<{ id: number }>>(
  context: PsaContext,
  list: PsaList<T>,
  /** what makes a row the same row when the list shifts while it is read */
  identity: (row: z.output<T>) => string = (row) => String(row.id),
): Promise<z.output<T>[]> {
  return collectPages<z.output<T>>(
    {
      maxPages: 50,
      async fetchPage(cursor) {
        const call = {
          path: list.path,
          query: {
            conditions: list.conditions,
            fields: list.fields,
            orderBy: 'id asc',
            pageSize: 200,
            page: cursor ?? 1,
          },
          action: list.action,
        };
        const response = await callPsa(context, call);
        return {
          items: readAnswer(z.array(list.shape), response, call),
          next: nextMarker(response.headers.link, 'page'),
        };
      },
    },
    identity,
  );
}

/**
 * One page in the order of ids, by `conditions` that already hold "id > last": rows that leave the filter between
 * two pages move nothing, unlike page numbers. Long conditions go by POST, which reads all the same.
 */
export async function listByCondition<T extends z.ZodType>(
  context: PsaContext,
  list: PsaList<T>,
  limit: number,
): Promise<{ rows: z.output<T>[] /** by ConnectWise's clock */; at: Date }> {
  const { conditions, action } = list;
  const paging = { pageSize: limit, fields: list.fields };
  const isLong = encodeURIComponent(conditions ?? '').length > longestQueryCondition;
  const call = isLong
    ? {
        method: 'POST' as const,
        path: `${list.path}/search`,
        query: paging,
        json: { conditions, orderBy: 'id asc' },
        mutates: false,
        action,
      }
    : { path: list.path, query: { conditions, orderBy: 'id asc', ...paging }, action };
  const response = await callPsa(context, call);
  return { rows: readAnswer(z.array(list.shape), response, call), at: vendorTime(response, context.now()) };
}

function nextMarker(link: string | undefined, parameter: 'page' | 'pageId'): string | null {
  for (const part of (link ?? '').split(/,(?=\s*<)/)) {
    const match = /^\s*<([^>]*)>\s*;.*\brel="?next"?/i.exec(part);
    const query = match?.[1]?.split('?')[1];
    const marker = query === undefined ? null : new URLSearchParams(query).get(parameter);
    if (marker !== null && /^\d{1,15}$/.test(marker)) return marker;
  }
  return null;
}
