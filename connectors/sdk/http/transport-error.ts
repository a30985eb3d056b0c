// What a failed socket means for a person and for the engine. Shared by every sender.
import { ConnectorError } from '../errors.ts';

const wrongHostCodes = new Set(['ENOTFOUND', 'ERR_INVALID_URL', 'EPROTO']);
/** no byte of the request can have left */
const beforeSendingCodes = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * @param failure.mutates once bytes may have left, only a read is certain not to have changed anything
 * @param failure.timedOut our own deadline ended it
 */
export function transportError(
  error: unknown,
  failure: { host: string; mutates: boolean; timedOut: boolean; timeoutMs: number },
): ConnectorError {
  if (error instanceof ConnectorError) return error;
  const { host, mutates } = failure;
  if (failure.timedOut) {
    return new ConnectorError(
      'timeout',
      `${host} did not answer within ${Math.round(failure.timeoutMs / 100) / 10} s.`,
      {
        maybeApplied: mutates,
        cause: error,
      },
    );
  }
  const code = errorCode(error);
  if (wrongHostCodes.has(code)) {
    return new ConnectorError('wrong-host', `${host} is not a known address. Check the host name of the connection.`, {
      maybeApplied: false,
      detail: { code },
      cause: error,
    });
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    const isOwn = /SELF_SIGNED|UNABLE_TO_/.test(code);
    const advice = isOwn
      ? 'Its certificate was made by nobody this machine trusts: give the server one of a known authority, or name its authority in NODE_EXTRA_CA_CERTS.'
      : 'Check the host name.';
    return new ConnectorError('wrong-host', `${host} did not prove who it is (${code}). ${advice}`, {
      maybeApplied: false,
      detail: { code },
      cause: error,
    });
  }
  const notSent = beforeSendingCodes.has(code);
  return new ConnectorError(
    code === 'UND_ERR_CONNECT_TIMEOUT' ? 'timeout' : 'unavailable',
    notSent ? `${host} cannot be reached (${code}).` : `The connection to ${host} broke before an answer came.`,
    { maybeApplied: mutates && !notSent, detail: { code }, cause: error },
  );
}

function errorCode(error: unknown): string {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof AggregateError && cause.errors[0] instanceof Error) {
      const inner = errorCode(cause.errors[0]);
      if (inner !== 'unknown') return inner;
    }
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return 'unknown';
}
