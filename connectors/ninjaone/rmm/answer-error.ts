// NinjaOne's refusals in words. It has three error families, and throttles with a page of HTML.
import { z } from 'zod';
import type { Refusal, VendorCall } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { NinjaContext } from './auth.ts';

const errorShape = z
  .object({
    error: z.string(),
    error_description: z.string(),
    error_code: z.number(),
    resultCode: z.string(),
    errorMessage: z.string().nullable(),
    errorCode: z.union([z.string(), z.number()]),
    message: z.string(),
    incidentId: z.string(),
  })
  .partial();
type ErrorBody = z.output<typeof errorShape>;

export const tokenPath = '/ws/oauth/token';

export function refusalOf(response: VendorResponse, call: VendorCall, context: NinjaContext): Refusal | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) {
    // a change may be answered with a bare word, but never with a page
    return response.text.trimStart().startsWith('<') ? {} : undefined;
  }
  const body = errorShape.safeParse(response.json).data ?? {};
  const said = body.error_description ?? body.errorMessage ?? body.message ?? body.resultCode ?? body.error;
  const detail = {
    code: body.error ?? body.resultCode ?? body.errorCode ?? null,
    requestId: response.headers['x-nj-request-id'] ?? null,
  };
  return { ...(said === undefined ? {} : { said }), detail, ...meaningOf(status, body, call, context) };
}

function meaningOf(status: number, body: ErrorBody, call: VendorCall, context: NinjaContext): Refusal {
  if (status === 404 && body.resultCode === 'Client app not exist') {
    return {
      kind: 'wrong-host',
      message: `NinjaOne does not know this client app at ${context.settings.host}. Either the account lives on another host (app, us2, eu, oc, ca or fed .ninjarmm.com) or the client ID is wrong.`,
    };
  }
  if (body.error === 'user_context_required') {
    return {
      kind: 'forbidden',
      message:
        'NinjaOne allows this only for a signed-in user (user_context_required), and this connection is of kind "Machine". Make a Web app with the refresh token grant in Administration, Apps, API, let a technician consent to it, and set the connection to "User" with that refresh token.',
    };
  }
  if (body.error === 'invalid_grant') {
    return {
      kind: 'unauthenticated',
      message: 'The refresh token of this NinjaOne connection is dead. A person must consent again.',
    };
  }
  const said = `${body.errorMessage ?? ''} ${body.resultCode ?? ''} ${body.message ?? ''}`;
  const isStale =
    [409, 412].includes(status) ||
    (status >= 400 && /optimistic|stale|outdated|version.*(changed|match|conflict|differ)/i.test(said));
  if (call.method === 'PUT' && /\/ticketing\/ticket\//.test(call.path) && isStale) {
    return {
      kind: 'conflict',
      message: `NinjaOne refused to ${call.action}: somebody else changed it meanwhile. Nothing was written; read it again and decide anew.`,
      maybeApplied: false,
    };
  }
  if (call.path === tokenPath && [400, 401, 403].includes(status)) {
    return {
      kind: 'unauthenticated',
      message: `NinjaOne refused the client ID and secret (${body.error ?? status}). Check both, that the app's kind is the connection's kind, and its scopes.`,
    };
  }
  return {};
}
