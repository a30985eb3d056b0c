// The road to Datto RMM: a token, Spring's error body, and refusals that mean two things.
import { z } from 'zod';
import { createVendorRoad, type Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { type DattoContext, session } from './auth.ts';

const errorShape = z.object({ error: z.string(), message: z.string() }).partial();

export const datto = createVendorRoad<DattoContext>({
  vendor: 'Datto RMM',
  base: ({ settings }) => `${settings.host}/api`,
  headers: async (context) => ({ authorization: `Bearer ${await session.accessToken(context)}` }),
  renew: session.drop,
  refusal: (response, call) => refusalOf(response, call.path),
});

function refusalOf(response: VendorResponse, path: string): Refusal | undefined {
  const { status } = response;
  if (status < 400) return undefined;
  const body = errorShape.safeParse(response.json).data;
  const said = body?.message ?? body?.error ?? '';
  if (status === 403) {
    return {
      said,
      message:
        'Datto RMM refused this (403), which means one of two things: the user of the API key may not do it, or this address asked too much and is blocked for about five minutes. If it worked before, wait; else look at the security level of the user.',
    };
  }
  if (status === 500 && path.endsWith('/quickjob')) {
    return {
      said,
      message:
        "Datto RMM failed to start the job (500). That is also its answer when the component's level is above the component level of the API key's user: check both. Whether the job was made is not certain.",
    };
  }
  return { said };
}
