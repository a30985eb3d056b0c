// What a refusal of ConnectWise PSA means. Its statuses mislead: on the cloud a wrong key may answer 401, 403 or
// 404, and a missing clientId answers text that is not JSON. The message says what it can be and what to look at.
import { ConnectorError, type ConnectorErrorKind } from '#connectors/sdk/errors.ts';
import { excerpt, secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { PsaContext } from './client.ts';
import { isCloudHost } from './site-address.ts';
import { errorShape } from './vendor-shapes.ts';

export interface Attempt {
  /** what we were doing, as in "read the ticket" */
  action: string;
  mutates: boolean;
}

export function answerError(context: PsaContext, response: VendorResponse, attempt: Attempt): ConnectorError {
  const secrets = secretValues(context.secrets);
  const body = errorShape.safeParse(response.json);
  const said = body.success ? sentence(body.data) : undefined;
  const known = recognise(context, response, said ?? '');
  const error = responseError(response, {
    vendor: 'ConnectWise',
    action: attempt.action,
    mutates: attempt.mutates,
    now: context.now(),
    secrets,
    vendorMessage: said,
    ...(known ? { kind: known.kind } : {}),
  });
  const refusedFields = body.success ? (body.data.errors ?? []).flatMap((one) => one.field ?? []) : [];
  return new ConnectorError(error.kind, known ? `${error.message} ${known.hint}` : error.message, {
    status: response.status,
    maybeApplied: error.maybeApplied,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    detail: {
      status: response.status,
      ...(body.success && body.data.code ? { code: body.data.code } : {}),
      ...(refusedFields.length ? { fields: refusedFields } : {}),
      ...(body.success ? {} : { body: excerpt(response.text, secrets, 80) }),
    },
  });
}

/** "Ticket object is invalid: type is required (type); ..." */
function sentence(body: {
  message?: string | null;
  error?: string | null;
  errors?: Problem[] | null;
}): string | undefined {
  const problems = (body.errors ?? []).map((one) =>
    [one.message, one.field && `(${one.field})`].filter(Boolean).join(' '),
  );
  return [body.message, problems.join('; ')].filter(Boolean).join(' ') || body.error || undefined;
}
type Problem = { message?: string | null; field?: string | null };

function recognise(
  context: PsaContext,
  response: VendorResponse,
  said: string,
): { kind: ConnectorErrorKind; hint: string } | undefined {
  const { status, text } = response;
  if (response.json === undefined && /^\s*cannot\b/i.test(text)) {
    return {
      kind: 'unauthenticated',
      hint: 'This answer means that the clientId is missing or not known to ConnectWise.',
    };
  }
  if (/ssl is required/i.test(said)) {
    return { kind: 'wrong-host', hint: 'The cloud API answers only on hosts that begin with "api-".' };
  }
  if (/clientid/i.test(said) && (status === 401 || status === 403)) {
    return { kind: 'unauthenticated', hint: 'Check the clientId of this connection.' };
  }
  if (status === 401) {
    return {
      kind: 'unauthenticated',
      hint: 'Check company id, public key and private key; the API member may be inactive.',
    };
  }
  if (status === 403) {
    return { kind: 'forbidden', hint: 'Check the security role of the API member (System > Security Roles).' };
  }
  if (status === 404 && isCloudHost(new URL(context.settings.site).hostname)) {
    return {
      kind: 'not-found',
      hint: 'Either it does not exist, or the key is wrong or may not see it: the cloud answers 404 to all three.',
    };
  }
  if (status === 500 && /not recognized as a valid boolean/i.test(said)) {
    return {
      kind: 'unavailable',
      hint: 'This comes from one damaged record on the server. A smaller page finds which; ConnectWise support can repair it.',
    };
  }
  return undefined;
}

/** The answer came, and does not fit the documentation. */
export function unreadable(attempt: Attempt, response: VendorResponse, why: string): ConnectorError {
  return new ConnectorError(
    'bad-answer',
    `ConnectWise answered something unexpected when asked to ${attempt.action}: ${why}`,
    {
      status: response.status,
      maybeApplied: attempt.mutates,
      detail: { status: response.status },
    },
  );
}
