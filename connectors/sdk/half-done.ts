// A capability of several calls that stops in the middle: what was done is said, and nobody may read the error as "nothing
// happened".
import { ConnectorError } from './errors.ts';

/** The same error after an earlier change. @param done what is there already: "Ticket 7 was created, but its note was not." */
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
