// NinjaOne's refusals in words. It has three error families, and throttles with a page of HTML.
import { z } from 'zod';
import { ConnectorError, type ConnectorErrorKind } from '#connectors/sdk/errors.ts';
import { secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
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

export interface Attempt {
  /** what we were doing, as in "list the devices" */
  action: string;
  mutates: boolean;
  /** a 404 means that this instance does not have it, not that it is empty */
  isCollection?: boolean;
  isSignIn?: boolean;
}

export function answerError(
  context: Pick<NinjaContext, 'settings' | 'secrets' | 'now'>,
  response: VendorResponse,
  attempt: Attempt,
): ConnectorError {
  const body = errorShape.safeParse(response.json).data ?? {};
  const { status } = response;
  const refuse = (kind: ConnectorErrorKind, message: string) =>
    new ConnectorError(kind, message, { status, maybeApplied: false, detail: detailOf(response, body) });

  if (status === 404 && body.resultCode === 'Client app not exist') {
    return refuse(
      'wrong-host',
      `NinjaOne does not know this client app at ${context.settings.host}. Either the account lives on another host (app, us2, eu, oc, ca or fed .ninjarmm.com) or the client ID is wrong.`,
    );
  }
  if (body.error === 'user_context_required') {
    return refuse(
      'forbidden',
      'NinjaOne allows this only for a signed-in user (user_context_required), and this connection is of kind "Machine". Make a Web app with the refresh token grant in Administration, Apps, API, let a technician consent to it, and set the connection to "User" with that refresh token.',
    );
  }
  if (body.error === 'invalid_grant') {
    return refuse(
      'unauthenticated',
      'The refresh token of this NinjaOne connection is dead. A person must consent again.',
    );
  }
  if (attempt.isSignIn && [400, 401, 403].includes(status)) {
    return refuse(
      'unauthenticated',
      `NinjaOne refused the client ID and secret (${body.error ?? status}). Check both, that the app's kind is the connection's kind, and its scopes.`,
    );
  }
  if (status === 404 && attempt.isCollection) {
    return refuse(
      'unsupported',
      `This NinjaOne instance cannot ${attempt.action}: it does not have that part of the API.`,
    );
  }
  const vendorMessage = body.error_description ?? body.errorMessage ?? body.message ?? body.resultCode ?? body.error;
  return responseError(response, {
    vendor: 'NinjaOne',
    ...attempt,
    now: context.now(),
    secrets: secretValues(context.secrets),
    vendorMessage,
  });
}

function detailOf(response: VendorResponse, body: z.output<typeof errorShape>): Record<string, unknown> {
  return {
    status: response.status,
    code: body.error ?? body.resultCode ?? body.errorCode ?? null,
    requestId: response.headers['x-nj-request-id'] ?? null,
  };
}
