// The road to Atera. Some refusals have a body (ProblemDetails), most have none.
import { z } from 'zod';
import { createVendorRoad, type Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import { type AteraContext, credentials } from './auth.ts';

const problemShape = z.object({ title: z.string().nullish(), detail: z.string().nullish() });

function refusalOf(response: VendorResponse): Refusal | undefined {
  if (response.status === 401) {
    return {
      kind: 'unauthenticated',
      message:
        'Atera does not accept the token. It answers the same for a wrong and for an expired one: look in Admin, API whether it is still there and when it ends (a year at most), and whether it is bound to other IP addresses.',
    };
  }
  if (response.status === 403) {
    return {
      kind: 'forbidden',
      message:
        'The Atera token is valid but lacks the permission for this: give it Read or Write for that domain in Admin, API.',
    };
  }
  if (response.status < 400) return undefined;
  const problem = problemShape.safeParse(response.json).data;
  const said = [problem?.title, problem?.detail].filter(Boolean).join(': ');
  return said ? { said } : undefined;
}

export const atera = createVendorRoad<AteraContext>({
  vendor: 'Atera',
  base: ({ settings }) => `${settings.host}/api/v3`,
  headers: ({ secrets }) => credentials(secrets.apiToken),
  refusal: refusalOf,
});
