// The road to a REST v3 server: Basic with a token, an envelope {Data, Meta}, OData pages of at most 100, and an error
// sentence in one of two places.
import { z } from 'zod';
import { basicAuthorization } from '#connectors/sdk/auth/oauth-session.ts';
import { collectPages, pageByOffset } from '#connectors/sdk/http/paging.ts';
import {
  createVendorRoad,
  type QueryValue,
  type Refusal,
  type VendorCall,
  type VendorRoad,
} from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import type { RestV3Context, RestV3Vendor } from './vendor.ts';

/** more is cut by the server without a word */
export const largestPage = 100;

export interface RestV3List<T extends z.ZodType> {
  path: string;
  shape: T;
  action: string;
  /** OData; values that came from outside go through `odataText` */
  filter?: string | undefined;
  orderBy?: string;
  query?: Record<string, QueryValue>;
}

export interface RestV3 {
  vendor: RestV3Vendor;
  road: VendorRoad<RestV3Context>;
  /** what is inside the envelope @throws ConnectorError */
  read<T extends z.ZodType>(context: RestV3Context, shape: T, call: VendorCall): Promise<z.output<T>>;
  readIfThere<T extends z.ZodType>(context: RestV3Context, shape: T, call: VendorCall): Promise<z.output<T> | null>;
  /** a change that answers with nothing but "done" */
  change(context: RestV3Context, call: VendorCall): Promise<void>;
  page<T extends z.ZodType>(
    context: RestV3Context,
    list: RestV3List<T>,
    input: { cursor?: string | null | undefined; limit: number },
  ): Promise<Page<z.output<T>>>;
  /** whole pages from the first on, until it is enough or the list ends */
  until<T extends z.ZodType>(
    context: RestV3Context,
    list: RestV3List<T>,
    isEnough: (rows: readonly z.output<T>[]) => boolean,
  ): Promise<z.output<T>[]>;
  /** @throws ConnectorError `bad-answer` when there are more pages than this */
  all<T extends z.ZodType>(context: RestV3Context, list: RestV3List<T>, maxPages: number): Promise<z.output<T>[]>;
}

const metaShape = z.object({ TotalCount: z.number().int().nonnegative().nullish().catch(null) });
const envelopeShape = z.object({ Data: z.unknown(), Meta: metaShape.nullish().catch(null) });
const doneShape = z.object({ Meta: z.object({ ResponseCode: z.number() }) });
const none = Symbol('no data');

export function createRestV3(vendor: RestV3Vendor): RestV3 {
  const road = createVendorRoad<RestV3Context>({
    vendor: vendor.name,
    base: ({ settings }) => vendor.base(settings),
    headers: ({ settings, secrets }) => ({
      authorization: basicAuthorization(settings.tokenId, secrets.tokenSecret),
      accept: 'application/json',
    }),
    refusal: (response) => refusalOf(response, vendor),
  });

  const open = async (context: RestV3Context, call: VendorCall) => {
    const { Data, Meta } = await road.read(context, envelopeShape, call);
    return { data: Data === undefined ? none : Data, total: Meta?.TotalCount ?? null };
  };
  const read: RestV3['read'] = async (context, shape, call) => {
    const { data } = await open(context, call);
    return road.toShape(shape, data, call, (call.method ?? 'GET') !== 'GET');
  };
  const page: RestV3['page'] = (context, list, input) =>
    pageByOffset(input, {
      maxSize: largestPage,
      fetch: async (offset, size) => {
        const { path, action, filter, orderBy, shape } = list;
        const call = {
          path,
          action,
          query: { ...list.query, $top: size, $skip: offset, $filter: filter, $orderby: orderBy },
        };
        const { data, total } = await open(context, call);
        const items = road.toShape(z.array(shape), data, call);
        // a server may give less than it was asked for: the total says whether there is more
        return { items, hasMore: total === null ? items.length >= size : offset + items.length < total };
      },
    });

  return {
    vendor,
    road,
    read,
    page,
    async readIfThere(context, shape, call) {
      const envelope = await road.readIfThere(context, envelopeShape, call);
      return envelope === null ? null : road.toShape(shape, envelope.Data ?? none, call);
    },
    async change(context, call) {
      const response = await road.call(context, call);
      if (response.text !== '') road.toShape(doneShape, response.json, call, true);
    },
    async until(context, list, isEnough) {
      const rows: z.output<typeof list.shape>[] = [];
      let cursor: string | null = null;
      do {
        const next: Page<z.output<typeof list.shape>> = await page(context, list, { cursor, limit: largestPage });
        rows.push(...next.items);
        cursor = next.next;
      } while (cursor !== null && !isEnough(rows));
      return rows;
    },
    all: (context, list, maxPages) =>
      collectPages({ maxPages, fetchPage: (cursor) => page(context, list, { cursor, limit: largestPage }) }),
  };
}

const sentence = z.string().nullish().catch(null);
const errorShape = z.object({
  Meta: z.object({ ErrorMessage: sentence }).nullish().catch(null),
  Error: z.object({ Message: sentence, Details: sentence }).nullish().catch(null),
});

/** Pulseway documents `Meta.ErrorMessage`, a client of VSA X saw `Error`: both are read. */
function refusalOf(response: VendorResponse, vendor: RestV3Vendor): Refusal | undefined {
  if (response.status < 400) return undefined;
  const body = errorShape.safeParse(response.json).data;
  const said = [body?.Meta?.ErrorMessage, body?.Error?.Message, body?.Error?.Details].filter(Boolean).join(' ');
  if (response.status === 401) return { said, message: vendor.wrongToken };
  if (response.status === 403) return { said, message: `${vendor.missingRight}${said ? ` It said: ${said}` : ''}` };
  return { said };
}

/** A text inside an OData filter: quotes doubled. */
export const odataText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
