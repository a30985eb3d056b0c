// The one error a connector throws. The message is for a person: what failed, why, what to do.
export type ConnectorErrorKind =
  | 'unsupported' // this vendor cannot do that; said, never faked
  | 'invalid-input' // our request does not fit the contract or the vendor refused its content
  | 'unauthenticated' // key, secret or token is wrong or expired
  | 'forbidden' // the key works but its role does not allow this
  | 'not-found'
  | 'wrong-host' // address, region or codebase does not belong to this account
  | 'conflict'
  | 'rate-limited'
  | 'unavailable' // 5xx, connection refused, breaker open
  | 'timeout' // no answer in time; for a mutation: nobody knows whether it happened
  | 'bad-answer'; // the vendor's answer does not fit its own documentation

const retryableKinds: ReadonlySet<ConnectorErrorKind> = new Set(['rate-limited', 'unavailable', 'timeout']);

export class ConnectorError extends Error {
  /** by name, not by class: a connector from elsewhere brings a copy of this file of its own into the console's bundle */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'ConnectorError' && 'maybeApplied' in value;
  }

  override readonly name = 'ConnectorError';
  readonly kind: ConnectorErrorKind;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  /** HTTP status of the vendor, when there was one */
  readonly status: number | undefined;
  /**
   * For a mutation: could the vendor have acted on it? False only when the vendor answered "no" or no byte left.
   * The engine may go on by itself only when this is false.
   */
  readonly maybeApplied: boolean;
  /** redacted facts for the log and the step; never a secret, never a full body */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    kind: ConnectorErrorKind,
    message: string,
    options: {
      status?: number;
      retryAfterMs?: number;
      maybeApplied?: boolean;
      detail?: Record<string, unknown>;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryable = retryableKinds.has(kind);
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.maybeApplied = options.maybeApplied ?? kind === 'timeout';
    this.detail = options.detail ?? {};
  }
}
