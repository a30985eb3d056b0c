// Autotask's one way to ask for records: a filter, posted; the next page by the address it gives, with the same body again.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { collectPages, sameOriginLink } from '#connectors/sdk/http/paging.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import type { AutotaskContext } from './auth.ts';
import { callAutotask, readAutotask, toShape } from './client.ts';
import { countShape, itemShape, pageShape } from './vendor-shapes.ts';
import { findZone } from './zone.ts';

/** Names of fields are case-sensitive; a wrong one is not refused everywhere but ignored. */
export type Filter =
  | { op: 'eq' | 'noteq' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains'; field: string; value: string | number | boolean }
  | { op: 'in' | 'notIn'; field: string; value: number[] }
  | { op: 'and' | 'or'; items: Filter[] };

export interface EntityQuery<T extends z.ZodType> {
  entity: string;
  shape: T;
  filter: Filter[];
  includeFields?: string[];
  /** for people: "search tickets" */
  action: string;
}

export const largestPage = 500;
const maxPages = 100;
/** there must be a filter; this one lets everything through */
export const everything: Filter = { op: 'gte', field: 'id', value: 0 };

/** @param page.cursor the vendor's own `nextPageUrl`, followed only below the same entity of the same zone */
export async function queryPage<T extends z.ZodType>(
  context: AutotaskContext,
  query: EntityQuery<T>,
  page: { cursor?: string | null | undefined; limit: number },
): Promise<Page<z.output<T>> & { response: VendorResponse }> {
  const start = `/${query.entity}/query` as const;
  const path = page.cursor ? await pathOfLink(context, start, page.cursor) : start;
  const call = {
    method: 'POST' as const,
    path,
    mutates: false,
    json: {
      maxRecords: Math.min(page.limit, largestPage),
      ...(query.includeFields ? { includeFields: query.includeFields } : {}),
      filter: query.filter,
    },
    action: query.action,
  };
  const response = await callAutotask(context, call);
  const { items, pageDetails } = toShape(pageShape(query.shape), response.json, call);
  return { items, next: pageDetails?.nextPageUrl || null, response };
}

/** Every record of a filter. @throws ConnectorError `bad-answer` when the list does not end */
export function queryAll<T extends z.ZodType>(context: AutotaskContext, query: EntityQuery<T>): Promise<z.output<T>[]> {
  return collectPages<z.output<T>>({
    maxPages,
    fetchPage: (cursor) => queryPage(context, query, { cursor, limit: largestPage }),
  });
}

/** @throws ConnectorError `not-found`: Autotask answers 200 with `item: null` */
export async function readItem<T extends z.ZodType>(
  context: AutotaskContext,
  of: { entity: string; id: string; shape: T; noun: string },
): Promise<z.output<T>> {
  const call = { path: `/${of.entity}/${of.id}` as const, action: `read ${of.noun} ${of.id}` };
  const { item } = await readAutotask(context, itemShape, call);
  if (item !== null) return toShape(of.shape, item, call);
  throw new ConnectorError('not-found', `Autotask has no ${of.noun} ${of.id}, or this API user may not see it.`, {
    status: 200,
  });
}

export async function countAll(context: AutotaskContext, entity: string): Promise<number> {
  const { queryCount } = await readAutotask(context, countShape, {
    method: 'POST',
    path: `/${entity}/query/count`,
    mutates: false,
    json: { filter: [everything] },
    action: `count the ${entity}`,
  });
  return queryCount;
}

async function pathOfLink(context: AutotaskContext, start: string, link: string): Promise<`/${string}`> {
  const base = await findZone(context);
  const url = sameOriginLink(link, base);
  const given = `${url.pathname}${url.search}`;
  const basePath = new URL(base).pathname;
  // hosts write their paths in different cases
  if (given.toLowerCase().startsWith(`${basePath}${start}/`.toLowerCase())) {
    return given.slice(basePath.length) as `/${string}`;
  }
  throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
}
