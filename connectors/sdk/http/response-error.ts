// What a vendor's refusal means, where the vendor has no dialect of its own for it. A connector looks at its
// vendor's error body first and falls back to this.
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import type { VendorResponse } from '../http-port.ts';
import { excerpt } from './redact.ts';
import { isThrottled, retryAfterMs } from './retry-after.ts';

export interface ResponseErrorContext {
  vendor: string;
  /** what we were doing, as in "read the ticket" */
  action: string;
  mutates: boolean;
  now: Date;
  secrets: readonly string[];
  /** the vendor's own sentence, when its error body has one */
  vendorMessage?: string | undefined;
  /** when the vendor's dialect says more than the status */
  kind?: ConnectorErrorKind;
}

const advice: Partial<Record<ConnectorErrorKind, string>> = {
  unauthenticated: 'The key or secret is wrong or no longer valid.',
  forbidden: 'The key works, but its role does not allow this.',
  'rate-limited': 'Too many requests; it will be tried again later.',
  unavailable: 'The vendor has a problem on its side.',
};

export function responseError(response: VendorResponse, context: ResponseErrorContext): ConnectorError {
  const kind = context.kind ?? kindOf(response);
  const said = excerpt(context.vendorMessage ?? (response.json === undefined ? '' : response.text), context.secrets);
  const parts = [`${context.vendor} refused to ${context.action} (${response.status}).`];
  if (kind === 'unavailable') parts[0] = `${context.vendor} failed to ${context.action} (${response.status}).`;
  const hint = advice[kind];
  if (hint) parts.push(hint);
  if (said) parts.push(`It said: ${said}`);
  const wait = retryAfterMs(response.headers, context.now);
  return new ConnectorError(kind, parts.join(' '), {
    status: response.status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    // a 5xx (or an answer that cannot be read) after a mutation proves nothing: some vendors act and then fail
    maybeApplied: context.mutates && (response.status >= 500 || response.status === 408 || kind === 'bad-answer'),
    detail: { status: response.status },
  });
}

function kindOf(response: VendorResponse): ConnectorErrorKind {
  if (isThrottled(response)) return 'rate-limited';
  const { status } = response;
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 405 || status === 501) return 'unsupported';
  if (status === 408) return 'timeout';
  if (status === 409 || status === 412) return 'conflict';
  if (status >= 500) return 'unavailable';
  if (status >= 400) return 'invalid-input';
  // a redirect or a 2xx that the connector could not use
  return status >= 300 ? 'wrong-host' : 'bad-answer';
}
