// The road to NinjaOne, and what a list that is not there means.
import type { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { createVendorRoad, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import { refusalOf } from './answer-error.ts';
import { type NinjaContext, session } from './auth.ts';

export const ninja = createVendorRoad<NinjaContext>({
  vendor: 'NinjaOne',
  base: ({ settings }) => settings.host,
  headers: async (context) => ({ authorization: `Bearer ${await session.accessToken(context)}` }),
  renew: session.drop,
  refusal: refusalOf,
});

/**
 * A list. Instances are not at the same build: 404 means that this one does not have it, not that it is empty.
 * @throws ConnectorError `unsupported`
 */
export function readList<T extends z.ZodType>(context: NinjaContext, shape: T, call: VendorCall): Promise<z.output<T>> {
  return ninja.read(context, shape, call).catch((error: unknown) => {
    if (!(error instanceof ConnectorError) || error.kind !== 'not-found') throw error;
    throw new ConnectorError(
      'unsupported',
      `This NinjaOne instance cannot ${call.action}: it does not have that part of the API.`,
      { status: 404, detail: error.detail },
    );
  });
}
