// Lists of SuperOps: pages by number, at most 100 rows, `hasMore` null on the last one. What a tenant's live schema
// refuses of a list (a sort, a field that is null where none may be) is left out, and the list asked once more.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pageByNumber, walkPages } from '#connectors/sdk/http/paging.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import type { SuperopsContext } from './auth.ts';
import { superops } from './client.ts';
import { listInfoShape } from './vendor-shapes.ts';

export interface Condition {
  attribute: string;
  operator: string;
  value: unknown;
}
export interface ConditionTree {
  joinOperator: 'AND' | 'OR';
  operands: (Condition | ConditionTree)[];
}
export interface Sort {
  attribute: string;
  order: 'ASC' | 'DESC';
}

export interface SuperopsList<T extends z.ZodType> {
  /** "list the tickets" */
  action: string;
  query: string;
  /** where the rows are in the answer */
  rows: string;
  /** of the variable `input` */
  inputType: string;
  fields: string;
  /** without what live tenants have been seen to break a whole page with */
  fewerFields?: string;
  row: T;
  /** the list's own input around page, size, condition and sort; they are the input unless told */
  input?(listInfo: Record<string, unknown>): Record<string, unknown>;
  condition?: Condition | ConditionTree | null;
  sort?: Sort;
  /** a list without this order is useless: a refusal is final */
  isSortNeeded?: boolean;
}

export const largestPage = 100;

export const allOf = (...conditions: (Condition | null)[]): Condition | ConditionTree | null => {
  const operands = conditions.filter((condition) => condition !== null);
  return operands.length < 2 ? (operands[0] ?? null) : { joinOperator: 'AND', operands };
};

export interface ListPage<Row> {
  items: Row[];
  hasMore: boolean;
  /** null when not told */
  total: number | null;
  /** by SuperOps' clock */
  at: Date;
}

/** @throws ConnectorError `invalid-input` also for a condition that this tenant does not know */
export async function fetchPage<T extends z.ZodType>(
  context: SuperopsContext,
  list: SuperopsList<T>,
  page: number,
  pageSize: number,
): Promise<ListPage<z.output<T>>> {
  const ask = async (fields: string, sort: Sort | undefined) => {
    const { condition } = list;
    const listInfo = { page, pageSize, ...(condition ? { condition } : {}), ...(sort ? { sort: [sort] } : {}) };
    const { query, rows, inputType } = list;
    const shape = z.object({
      [query]: z.object({ [rows]: z.array(list.row.nullable()).nullish(), listInfo: listInfoShape }).nullable(),
    });
    const { data: answer, at } = await superops.askWithTime(context, shape, {
      action: list.action,
      document: `query ($input: ${inputType}) { ${query}(input: $input) { ${rows} { ${fields} } listInfo { hasMore totalCount } } }`,
      variables: { input: list.input?.(listInfo) ?? listInfo },
    });
    const found = answer[query];
    const info = listInfoShape.parse(found?.listInfo);
    const items = z.array(z.unknown()).parse(found?.[rows] ?? []) as (z.output<T> | null)[];
    return {
      items: items.filter((row) => row !== null) as z.output<T>[],
      hasMore: info?.hasMore === true,
      total: info?.totalCount ?? null,
      at,
    };
  };
  const { fields, fewerFields, sort } = list;
  const attempts: [string, Sort | undefined][] = [[fields, sort]];
  if (sort && !list.isSortNeeded) attempts.push([fields, undefined]);
  if (fewerFields && !list.isSortNeeded) attempts.push([fewerFields, undefined]);
  return firstThatWorks(attempts.map((attempt) => () => ask(...attempt)));
}

/** Each next one only when the vendor said no to the one before. @throws the first refusal when all are refused */
export async function firstThatWorks<T>(attempts: readonly (() => Promise<T>)[]): Promise<T> {
  let first: unknown;
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      first ??= error;
      if (!isRefused(error)) throw error;
    }
  }
  throw first;
}

export const isRefused = (error: unknown): boolean =>
  error instanceof ConnectorError && (error.kind === 'unsupported' || error.kind === 'invalid-input');

/** One page of ours. */
export const listPage = <T extends z.ZodType>(
  context: SuperopsContext,
  list: SuperopsList<T>,
  input: { cursor?: string | null | undefined; limit: number },
): Promise<Page<z.output<T>>> =>
  pageByNumber<z.output<T>>(input, {
    first: 1,
    maxSize: largestPage,
    fetch: (page, size) => fetchPage(context, list, page, size),
  });

/** Page after page. @throws ConnectorError `bad-answer` beyond `maxPages` */
export const walkList = <T extends z.ZodType>(
  context: SuperopsContext,
  list: SuperopsList<T>,
  maxPages: number,
): AsyncGenerator<z.output<T>[]> =>
  walkPages<z.output<T>>({
    maxPages,
    fetchPage: (cursor) => listPage(context, list, { cursor, limit: largestPage }),
  });

export async function listWhole<T extends z.ZodType>(
  context: SuperopsContext,
  list: SuperopsList<T>,
  maxPages = 50,
): Promise<z.output<T>[]> {
  const items: z.output<T>[] = [];
  for await (const page of walkList(context, list, maxPages)) items.push(...page);
  return items;
}
