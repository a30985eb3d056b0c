// The road to Microsoft Graph: token, pages that lead back to the same place, its error dialect, and what is never sent.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { collectPages, sameOriginLink } from '#connectors/sdk/http/paging.ts';
import { createVendorRoad, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { Page } from '#connectors/sdk/nouns.ts';
import { type GraphContext, session } from './auth.ts';
import { cloudHosts } from './clouds.ts';
import { graphRefusal } from './graph-refusal.ts';
import { pageShape } from './vendor-shapes.ts';

export const version = '/v1.0';
export const graphAddress = ({ settings }: GraphContext): string => `${cloudHosts(settings.cloud).graph}${version}`;

const road = createVendorRoad<GraphContext>({
  vendor: 'Microsoft Graph',
  base: graphAddress,
  headers: async (context) => ({ authorization: `Bearer ${await session.accessToken(context)}` }),
  renew: session.drop,
  refusal: graphRefusal,
});

/** `select`: only what is named comes back, and some of it only then. */
export interface GraphRead {
  action: string;
  path: string;
  select: readonly string[];
  query?: Record<string, string | number | null>;
  /** searches and counts need it, and tell the truth of a little while ago */
  isEventual?: boolean;
  lane?: string;
}

const toCall = ({ action, path, select, query, isEventual, lane }: GraphRead): VendorCall => ({
  action,
  path,
  query: { ...query, $select: select.join(',') },
  ...(isEventual ? { headers: { ConsistencyLevel: 'eventual' } } : {}),
  ...(lane ? { lane } : {}),
});

export const readGraph = <T extends z.ZodType>(context: GraphContext, shape: T, read: GraphRead) =>
  road.read(context, shape, toCall(read));

/** A page behind our cursor: the cursor is Graph's own link, without its host, and is followed as it is. */
export async function readGraphPage<T extends z.ZodType>(
  context: GraphContext,
  item: T,
  read: GraphRead,
  cursor: string | null | undefined,
): Promise<Page<z.output<T>>> {
  const call = toCall(read);
  const asked = cursor ? { ...call, path: cursorPath(context, read.path, cursor), query: {} } : call;
  const { value, '@odata.nextLink': link } = await road.read(context, pageShape(item), asked);
  return { items: value, next: link === undefined ? null : linkPath(context, link) };
}

/** Every page of a list, also behind an empty one. */
export const readGraphList = <T extends z.ZodType>(
  context: GraphContext,
  item: T,
  read: GraphRead,
  maxPages = 50,
): Promise<z.output<T>[]> =>
  collectPages({
    maxPages,
    fetchPage: async (cursor) => {
      const call = toCall(read);
      const asked = cursor === null ? call : { ...call, path: cursor, query: {} };
      const { value, '@odata.nextLink': link } = await road.read(context, pageShape(item), asked);
      return { items: value, next: link === undefined ? null : linkPath(context, link) };
    },
  });

/** @throws ConnectorError; a DELETE of anything but a reference is refused here: without `/$ref` Graph deletes the person */
export async function changeGraph(
  context: GraphContext,
  call: Pick<VendorCall, 'action' | 'path' | 'json'> & { method: 'POST' | 'PATCH' | 'DELETE' },
): Promise<VendorResponse> {
  if (call.method === 'DELETE' && !/^\/groups\/[^/]+\/members\/[^/]+\/\$ref$/.test(call.path)) {
    throw new ConnectorError('unsupported', 'MSPclaw deletes nothing in a directory.');
  }
  return road.call(context, call);
}

/** @throws ConnectorError `wrong-host` for a link that leads anywhere else */
function linkPath(context: GraphContext, link: string): string {
  const url = sameOriginLink(link, graphAddress(context));
  if (!url.pathname.startsWith(`${version}/`)) {
    throw new ConnectorError(
      'wrong-host',
      'Microsoft Graph sends the rest of a list to another place; it is not followed.',
    );
  }
  return `${url.pathname.slice(version.length)}${url.search}`;
}

/** @throws ConnectorError `invalid-input`: a cursor only ever goes on with the list it was given out for */
function cursorPath(context: GraphContext, path: string, cursor: string): string {
  const whole = `${graphAddress(context)}${cursor}`;
  const isOurs =
    cursor.startsWith(`${path}?`) && URL.canParse(whole) && new URL(whole).pathname === `${version}${path}`;
  if (isOurs) return cursor;
  throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
}
