// One application error with a closed code list. Translated at three edges only: bus, API, route handlers.
const codes = {
  INVALID_INPUT: { status: 400, fault: 'caller', retryable: false },
  UNAUTHENTICATED: { status: 401, fault: 'caller', retryable: false },
  FORBIDDEN: { status: 403, fault: 'caller', retryable: false },
  NOT_FOUND: { status: 404, fault: 'caller', retryable: false },
  CONFLICT: { status: 409, fault: 'caller', retryable: false },
  TOO_LARGE: { status: 413, fault: 'caller', retryable: false },
  UNSUPPORTED: { status: 422, fault: 'caller', retryable: false },
  RATE_LIMITED: { status: 429, fault: 'caller', retryable: true },
  VENDOR_FAILED: { status: 502, fault: 'vendor', retryable: true },
  UNAVAILABLE: { status: 503, fault: 'us', retryable: true },
  INTERNAL: { status: 500, fault: 'us', retryable: false },
} as const;

export type ErrorCode = keyof typeof codes;
export const errorCodes = Object.keys(codes) as ErrorCode[];

/**
 * The message is for a person: what, where, how to fix it. `details` is safe to show to the caller;
 * `cause` never leaves the server.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, options: { message: string; cause?: unknown; details?: Record<string, unknown> }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get status(): number {
    return codes[this.code].status;
  }

  get isRetryable(): boolean {
    return codes[this.code].retryable;
  }

  get fault(): 'caller' | 'vendor' | 'us' {
    return codes[this.code].fault;
  }
}

/** Another tenant's thing and a thing that does not exist are the same answer. */
export const notFound = (what: string): AppError => new AppError('NOT_FOUND', { message: `No such ${what}.` });
