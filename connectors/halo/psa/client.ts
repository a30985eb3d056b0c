// One call to Halo's REST API: address, token, and what its refusals mean. There is no one shape of an error there.
import { z } from 'zod';
import { retryAfterMs } from '#connectors/sdk/http/retry-after.ts';
import { createVendorRoad, type Refusal, type VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { type HaloContext, session } from './auth-server.ts';

export type { HaloContext } from './auth-server.ts';

export const halo = createVendorRoad<HaloContext>({
  vendor: 'Halo',
  base: ({ settings }) => `${settings.site}/api`,
  headers: async (context) => ({ authorization: `Bearer ${await session.accessToken(context)}` }),
  renew: session.drop,
  refusal,
});

const sentenceShape = z.object({
  error_description: z.string().nullish(),
  error: z.string().nullish(),
  message: z.string().nullish(),
  Message: z.string().nullish(),
});
/** Halo names no wait; its best-known client waits this long */
const usualWaitMs = 5_000;

function refusal(response: VendorResponse, call: VendorCall, context: HaloContext): Refusal | undefined {
  if (response.status < 400) return undefined;
  const said = sentenceOf(response);
  switch (response.status) {
    case 401:
      return {
        message: `Halo refused to ${call.action} (401) although it had given a token. The API application has no agent: set its login type to "Agent" and name one (Configuration > Integrations > Halo API > the application). If it has one, its scopes do not reach this, or the token has just been withdrawn.${said ? ` It said: ${said}` : ''}`,
      };
    case 403:
      return {
        message: `Halo refused to ${call.action} (403). What counts is what both the API application's permissions and its agent's role allow.${said ? ` It said: ${said}` : ''}`,
      };
    case 429:
      return { said, retryAfterMs: retryAfterMs(response.headers, context.now()) ?? usualWaitMs };
    default:
      return said === '' ? {} : { said };
  }
}

/** Plain text, a JSON string, or one of three names in an object; a page of HTML says nothing. */
function sentenceOf(response: VendorResponse): string {
  const { json, text } = response;
  if (typeof json === 'string') return json;
  if (json === undefined) return /^\s*</.test(text) ? '' : text;
  const parts = sentenceShape.safeParse(json).data;
  return parts?.error_description ?? parts?.Message ?? parts?.message ?? parts?.error ?? '';
}
