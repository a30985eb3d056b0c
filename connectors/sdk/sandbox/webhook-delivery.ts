// Sends the webhooks of a vendor sandbox, as late and as stubborn as that vendor is, and keeps a log of them.
export interface VendorWebhook {
  url: string;
  headers: Record<string, string>;
  /** exactly the bytes that are sent */
  body: string;
  timeoutMs: number;
  /** waits before further tries; empty = the vendor tries once */
  retryAfterMs: number[];
  /** which answers are tried again; no answer counts as `null` */
  isRetried(status: number | null): boolean;
}

export interface DeliveryRecord {
  url: string;
  body: string;
  status: number | null;
  attempt: number;
  atMs: number;
}

export class WebhookDeliveries {
  readonly log: DeliveryRecord[] = [];
  /** what is not sent while `isHolding`: for tests that deliver it themselves, twenty times at once */
  readonly held: VendorWebhook[] = [];
  isHolding = false;
  private readonly queues = new Map<string, Promise<void>>();
  private readonly stop = new AbortController();

  deliver(webhook: VendorWebhook): void {
    if (this.isHolding) {
      this.held.push(webhook);
      return;
    }
    const before = this.queues.get(webhook.url) ?? Promise.resolve();
    const delivered = before.then(() => this.send(webhook));
    this.queues.set(webhook.url, delivered);
  }

  /** everything queued so far has been answered or given up */
  async idle(): Promise<void> {
    await Promise.all(this.queues.values());
  }

  close(): void {
    this.stop.abort();
  }

  private async send(webhook: VendorWebhook): Promise<void> {
    for (const [index, waitMs] of [0, ...webhook.retryAfterMs].entries()) {
      if (waitMs > 0) await this.wait(waitMs);
      if (this.stop.signal.aborted) return;
      const status = await this.post(webhook);
      this.log.push({ url: webhook.url, body: webhook.body, status, attempt: index + 1, atMs: Date.now() });
      if (status !== null && status < 300) return;
      if (!webhook.isRetried(status)) return;
    }
  }

  private async post(webhook: VendorWebhook): Promise<number | null> {
    try {
      const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(webhook.timeoutMs)]);
      const { url, headers, body } = webhook;
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.stop.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
