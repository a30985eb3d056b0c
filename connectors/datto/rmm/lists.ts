// Datto's pages: followed by the address each one gives, only within the same list of the same platform, and read item by
// item: one that cannot be understood is left out, not the page.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { collectPages, sameOriginLink } from '#connectors/sdk/http/paging.ts';
import type { QueryValue } from '#connectors/sdk/http/vendor-road.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import type { DattoContext } from './auth.ts';
import { datto } from './client.ts';
import { pageDetailsShape } from './vendor-shapes.ts';

export interface DattoList<T extends z.ZodType> {
  path: `/${string}`;
  query?: Record<string, QueryValue>;
  /** name of the list inside the page: "devices" */
  name: string;
  shape: T;
  action: string;
}

/** the most Datto gives at once */
export const largestPage = 250;
const maxPages = 200;
const pageShape = z.record(z.string(), z.unknown());

export async function readPage<T extends z.ZodType>(
  context: DattoContext,
  list: DattoList<T>,
  cursor: string | null | undefined,
): Promise<Page<z.output<T>>> {
  const at = cursor ? { path: pathOfLink(context, list, cursor) } : { path: list.path, query: list.query ?? {} };
  const call = { ...at, action: list.action };
  const body = await datto.read(context, pageShape, call);
  const rows = datto.toShape(z.array(z.unknown()), body[list.name], call);
  const details = pageDetailsShape.safeParse(body.pageDetails).data;
  return {
    items: rows.flatMap((row) => {
      const parsed = list.shape.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    }),
    // null at some, an empty text at others
    next: details?.nextPageUrl || null,
  };
}

export function readAll<T extends z.ZodType>(context: DattoContext, list: DattoList<T>): Promise<z.output<T>[]> {
  return collectPages<z.output<T>>({ maxPages, fetchPage: (cursor) => readPage(context, list, cursor) });
}

function pathOfLink<T extends z.ZodType>(context: DattoContext, list: DattoList<T>, link: string): string {
  const url = sameOriginLink(link, context.settings.host);
  if (url.pathname === `/api${list.path}`) return `${list.path}${url.search}`;
  throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
}
