// The road to the Asio platform, and its lists: by page number, by the cursor of a Link header, or whole.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { createVendorRoad, type Refusal, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import { saidBy } from './answer-error.ts';
import { type AsioContext, accessToken, lockedKey, platformHeaders, renewToken } from './auth.ts';

export const road = createVendorRoad<AsioContext>({
  vendor: 'ConnectWise RMM',
  base: ({ settings }) => settings.host,
  headers: async (context) => ({ ...platformHeaders(), authorization: `Bearer ${await accessToken(context)}` }),
  renew: renewToken,
  refusal: (response, _call, context): Refusal | undefined => {
    if (response.status < 400) return undefined;
    if (response.status === 423) {
      const { kind, message, retryAfterMs } = lockedKey(response, context.now());
      return { kind, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
    const said = saidBy(response.json);
    const kind = response.status === 405 ? { kind: 'invalid-input' as const } : {};
    return said === undefined ? kind : { said, ...kind };
  },
});

/** A 404 on a list is an empty list: the company has no devices, or the page lies behind the last one. */
export const listOrNothing = async <T extends z.ZodType>(context: AsioContext, shape: T, call: VendorCall) =>
  road.readIfThere(context, shape, call);

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @throws ConnectorError `invalid-input` */
export function uuidPart(value: string, what: string): string {
  if (uuid.test(value)) return value;
  throw new ConnectorError('invalid-input', `"${value.slice(0, 60)}" is not the id of a ${what} of ConnectWise RMM.`);
}
