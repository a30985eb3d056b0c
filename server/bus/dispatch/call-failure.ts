// A failure as a value the engine can store: redacted, and honest about whether the vendor may have acted.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { CallOutcome } from '#server/engine/ports/capabilities.ts';
import { AppError } from '#server/platform/errors.ts';
import { Refused } from './refused.ts';

export type CallError = Extract<CallOutcome, { kind: 'error' }>;

/** Thrown where a connector broke in a way of its own: a bug, after which nobody knows what the vendor did. */
export class ConnectorBroke extends Error {
  override readonly name = 'ConnectorBroke';
}

/** @returns undefined for what is ours to fix (database gone, a bug of the bus): that is thrown on */
export function failureOf(error: unknown, redact: (text: string) => string, mutates: boolean): CallError | undefined {
  if (error instanceof Refused) {
    return fail(error.message, false, error.retryable, error.retryAfterMs, redact);
  }
  if (error instanceof ConnectorError) {
    const maybeApplied = mutates && error.maybeApplied;
    return fail(error.message, maybeApplied, error.retryable, error.retryAfterMs ?? null, redact);
  }
  if (error instanceof ConnectorBroke) return fail(error.message, mutates, false, null, redact);
  if (error instanceof AppError && error.fault === 'caller') return fail(error.message, false, false, null, redact);
  return undefined;
}

const fail = (
  message: string,
  maybeApplied: boolean,
  retryable: boolean,
  retryAfterMs: number | null,
  redact: (text: string) => string,
): CallError => ({ kind: 'error', maybeApplied, retryable, retryAfterMs, message: redact(message) });
