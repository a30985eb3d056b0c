// The road to IT Glue: key, JSON:API lists, its error dialect, and the one thing that is never asked for.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { createVendorRoad, type Refusal, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { ItGlueContext } from './auth.ts';
import { errorsShape, listShape, oneShape } from './vendor-shapes.ts';

const road = createVendorRoad<ItGlueContext>({
  vendor: 'IT Glue',
  base: (context) => context.settings.host,
  headers: (context) => ({ 'x-api-key': context.secrets.apiKey, 'content-type': 'application/vnd.api+json' }),
  refusal,
});

/** IT Glue's own upper bound */
export const maxPageSize = 1_000;

/** One record. @throws ConnectorError `not-found`, `forbidden` */
export async function readOne<T extends z.ZodType>(context: ItGlueContext, attributes: T, call: VendorCall) {
  const { data } = await road.read(context, oneShape(attributes), withoutPasswords(call));
  return data;
}

/** One page of a list; `hasMore` by IT Glue's word, or by a full page where it says nothing. */
export async function readPage<T extends z.ZodType>(
  context: ItGlueContext,
  attributes: T,
  call: VendorCall & { page: number; size: number },
) {
  const { page, size, ...rest } = call;
  const query = { ...rest.query, 'page[number]': page, 'page[size]': size };
  const { data, meta } = await road.read(context, listShape(attributes), withoutPasswords({ ...rest, query }));
  const next = meta?.['next-page'];
  return { items: data, hasMore: next === undefined ? data.length === size : next !== null };
}

/** Passwords have addresses of their own in IT Glue, and can be included elsewhere. Neither is ever asked for. */
function withoutPasswords(call: VendorCall): VendorCall {
  if (/password/i.test(`${call.path} ${call.query?.include ?? ''}`))
    throw new ConnectorError('unsupported', 'MSPclaw does not read passwords of IT Glue.');
  return call;
}

function refusal(response: VendorResponse, call: VendorCall): Refusal | undefined {
  if (response.status < 400) return undefined;
  const parsed = errorsShape.safeParse(response.json);
  const [first] = parsed.success ? parsed.data.errors : [];
  const words = [first?.title, first?.detail].filter((word) => word !== undefined && word !== null && word !== '');
  const said = [...new Set(words)].join(': ');
  // the same 401 for a key that is wrong and for a record that this key may not see
  if (response.status === 401 && /\/\d+(\/|$)/.test(call.path)) {
    return {
      kind: 'forbidden',
      said,
      message: `IT Glue does not show this key what is needed to ${call.action} (401). Either its account may not see that record or organization, or the key is no longer valid: test the connection.`,
    };
  }
  if (response.status === 403) {
    return {
      said,
      message: `IT Glue refused to ${call.action} (403). The key is limited to certain IP addresses, or its account has no right for this.`,
    };
  }
  return { said };
}
