// The road to an Automate server: the token and the client ID on every call, and what its refusals mean.
import { z } from 'zod';
import { collectPages, pageByNumber } from '#connectors/sdk/http/paging.ts';
import { createVendorRoad, type Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import { type AutomateContext, accessToken, dropAccessToken } from './auth.ts';
import { saidBy } from './vendor-shapes.ts';

export const road = createVendorRoad<AutomateContext>({
  vendor: 'Automate',
  base: ({ settings }) => `${settings.server}/cwa/api/v1`,
  headers: async (context) => ({
    authorization: `Bearer ${await accessToken(context)}`,
    clientid: context.settings.clientId,
    accept: 'application/json',
  }),
  renew: dropAccessToken,
  refusal: (response): Refusal | undefined => {
    if (response.status < 400) return undefined;
    const said = saidBy(response.json);
    if (response.status !== 401) return said === undefined ? undefined : { said };
    return {
      message: `Automate gave a token and then refused it (401). It does so when it does not accept the client ID: check the client ID from developer.connectwise.com, and that the user may still sign in.${said ? ` It said: ${said}` : ''}`,
    };
  },
});

export interface List<T extends z.ZodType> {
  shape: T;
  path: string;
  action: string;
  condition?: string;
  /** "HistoryDate desc" */
  orderby?: string;
  includefields?: readonly string[];
  /** only the one with this id */
  ids?: string;
}

export const largestPage = 1_000;
const maxPages = 200;

/** Names as they work, not as the document has them: it lists "options.page", which does nothing. */
const query = <T extends z.ZodType>(list: List<T>, page: number, pagesize: number) => ({
  page,
  pagesize,
  condition: list.condition,
  orderby: list.orderby,
  includefields: list.includefields?.join(','),
  ids: list.ids,
});

/** A plain array without a total: a list has come to its end when a page is empty. */
export function pageOf<T extends z.ZodType>(
  context: AutomateContext,
  list: List<T>,
  input: { cursor?: string | null | undefined; limit: number },
): Promise<Page<z.output<T>>> {
  return pageByNumber(input, {
    first: 1,
    maxSize: largestPage,
    fetch: async (page, size) => {
      const { path, action, shape } = list;
      const items = await road.read(context, z.array(shape), { path, action, query: query(list, page, size) });
      return { items, hasMore: items.length > 0 };
    },
  });
}

export const wholeList = <T extends z.ZodType>(context: AutomateContext, list: List<T>): Promise<z.output<T>[]> =>
  collectPages({ maxPages, fetchPage: (cursor) => pageOf(context, list, { cursor, limit: largestPage }) });

/** The first `limit` in the list's order. */
export const firstOf = async <T extends z.ZodType>(context: AutomateContext, list: List<T>, limit: number) =>
  (await pageOf(context, list, { limit })).items;
