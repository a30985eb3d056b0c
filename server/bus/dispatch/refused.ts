// Our own "no", before any byte left.
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(message: string, options: { retryAfterMs?: number } = {}) {
    super(message);
    this.retryable = options.retryAfterMs !== undefined;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
