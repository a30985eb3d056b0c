// How often one address of the internet may post results. The token is not to be guessed anyway; this keeps a storm
// away from the database. A client's devices share one address, so the bound is wide. Per process.
const windowMs = 60_000;
const perWindow = 600;
const maxAddresses = 10_000;

export class PostRate {
  private readonly windows = new Map<string, { untilMs: number; count: number }>();
  private readonly nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.nowMs = nowMs;
  }

  /** null = go on; else how long to wait */
  take(address: string): { retryAfterSeconds: number } | null {
    const now = this.nowMs();
    const known = this.windows.get(address);
    if (known && known.untilMs > now) {
      known.count++;
      return known.count > perWindow ? { retryAfterSeconds: Math.ceil((known.untilMs - now) / 1_000) } : null;
    }
    this.windows.delete(address);
    this.windows.set(address, { untilMs: now + windowMs, count: 1 });
    const oldest = this.windows.keys().next().value;
    if (this.windows.size > maxAddresses && oldest !== undefined) this.windows.delete(oldest);
    return null;
  }
}
