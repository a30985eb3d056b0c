// A change of two steps whose second one failed: nobody may read it as "nothing happened".
import { ConnectorError } from '#connectors/sdk/errors.ts';

/** @param done what is there already, as a sentence */
export function halfDone(error: unknown, done: string): unknown {
  if (!(error instanceof ConnectorError)) return error;
  return new ConnectorError(error.kind, `${done} ${error.message}`, {
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    maybeApplied: true,
    detail: error.detail,
    cause: error,
  });
}
