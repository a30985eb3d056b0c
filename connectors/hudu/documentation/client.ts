// The road to Hudu: key, lists without a total, its error dialect, and the one thing that is never asked for.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { isThrottled } from '#connectors/sdk/http/retry-after.ts';
import { createVendorRoad, type Refusal, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { HuduContext } from './auth.ts';
import { errorShape, listOf, oneOf } from './vendor-shapes.ts';

const road = createVendorRoad<HuduContext>({
  vendor: 'Hudu',
  base: (context) => `${context.settings.host}/api/v1`,
  headers: (context) => ({ 'x-api-key': context.secrets.apiKey }),
  refusal,
});

export const maxPageSize = 100;
/** what instances give when they do not look at `page_size` */
const usualPageSize = 25;

/** One record. @throws ConnectorError `not-found`, `forbidden` */
export const readOne = <T extends z.ZodType>(context: HuduContext, name: string, shape: T, call: VendorCall) =>
  road.read(context, oneOf(name, shape), withoutPasswords(call));

/** A list that Hudu gives whole, and refuses to page. */
export const readWhole = <T extends z.ZodType>(context: HuduContext, name: string, shape: T, call: VendorCall) =>
  road.read(context, listOf(name, shape), withoutPasswords(call));

/** One page. Hudu tells no total: a short page is the last, unless it has exactly the size of one that was not asked for. */
export async function readPage<T extends z.ZodType>(
  context: HuduContext,
  name: string,
  shape: T,
  call: VendorCall & { page: number; size: number },
): Promise<{ items: z.output<T>[]; hasMore: boolean }> {
  const { page, size, ...rest } = call;
  const query = { ...rest.query, page, page_size: size };
  const items = await road.read(context, listOf(name, shape), withoutPasswords({ ...rest, query }));
  const isUsual = size > usualPageSize && items.length === usualPageSize;
  return { items, hasMore: items.length === size || isUsual };
}

/** `/asset_passwords` answers with passwords and one-time secrets in clear. It is never asked. */
function withoutPasswords(call: VendorCall): VendorCall {
  if (!/password/i.test(call.path)) return call;
  throw new ConnectorError('unsupported', 'MSPclaw does not read passwords of Hudu.');
}

const windowMs = 60_000;

function refusal(response: VendorResponse, call: VendorCall): Refusal | undefined {
  // "Retry later" as text, and no word of how long
  if (isThrottled(response) && response.headers['retry-after'] === undefined) {
    return { kind: 'rate-limited', retryAfterMs: windowMs };
  }
  if (
    call.path === '/api_info' &&
    (response.status === 404 || (response.status < 400 && response.json === undefined))
  ) {
    return {
      kind: 'wrong-host',
      message: 'There is no Hudu at this address, or its API is switched off. Take the host from your browser.',
    };
  }
  if (response.status < 400) return undefined;
  const parsed = errorShape.safeParse(response.json);
  if (!parsed.success) return undefined;
  const { error, errors, details } = parsed.data;
  const said = [error, ...texts(errors), ...texts(details)].filter(Boolean).join('; ');
  if (response.status === 403) {
    return {
      said,
      message: `Hudu refused to ${call.action} (403). The key is limited to certain IP addresses or companies.`,
    };
  }
  return { said };
}

/** errors are a text, a list, or lists by field */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts).slice(0, 5);
}
