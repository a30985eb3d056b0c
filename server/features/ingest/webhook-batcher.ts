// Group commit: deliveries that arrive within a few milliseconds become one transaction per org. Every caller is
// answered only after the commit of its own row; a batch that fails is tried again row by row, so that one bad row
// cannot refuse the others.
import { AppError } from '#server/platform/errors.ts';
import type { ConnectionRoute } from './ingest-ports.ts';

export interface Delivery {
  route: ConnectionRoute;
  dedupeKey: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

export type Stored = 'new' | 'duplicate';
/** One transaction; the answers in the order of the deliveries. */
export type StoreDeliveries = (orgId: string, deliveries: Delivery[]) => Promise<Stored[]>;

export interface BatcherOptions {
  store: StoreDeliveries;
  /** how long the first delivery of a batch waits for company */
  lingerMs?: number;
  maxRows?: number;
  /** transactions at once, over all orgs */
  maxInFlight?: number;
  /** waiting deliveries; more are told to come again instead of filling the memory */
  maxWaiting?: number;
}

interface Waiting {
  delivery: Delivery;
  resolve(stored: Stored): void;
  reject(error: unknown): void;
}

export class WebhookBatcher {
  /** a Map keeps the order in which orgs came: the next one is the first, and goes to the end with what is left */
  private readonly queues = new Map<string, Waiting[]>();
  private waiting = 0;
  private inFlight = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly options: Required<BatcherOptions>;

  constructor(options: BatcherOptions) {
    this.options = { lingerMs: 2, maxRows: 200, maxInFlight: 3, maxWaiting: 5_000, ...options };
  }

  store(delivery: Delivery): Promise<Stored> {
    if (this.waiting >= this.options.maxWaiting) {
      return Promise.reject(new AppError('UNAVAILABLE', { message: 'The inbox takes no more at the moment.' }));
    }
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(delivery.route.orgId) ?? [];
      queue.push({ delivery, resolve, reject });
      this.queues.set(delivery.route.orgId, queue);
      this.waiting++;
      this.timer ??= setTimeout(() => this.pump(), this.options.lingerMs);
    });
  }

  private pump(): void {
    this.timer = undefined;
    while (this.inFlight < this.options.maxInFlight) {
      const [next] = this.queues;
      if (!next) return;
      const [orgId, queue] = next;
      const batch = queue.splice(0, this.options.maxRows);
      this.queues.delete(orgId);
      if (queue.length > 0) this.queues.set(orgId, queue);
      this.waiting -= batch.length;
      this.inFlight++;
      void this.flush(orgId, batch).finally(() => {
        this.inFlight--;
        this.timer ??= setTimeout(() => this.pump(), 0);
      });
    }
  }

  private async flush(orgId: string, batch: Waiting[]): Promise<void> {
    try {
      await this.commit(orgId, batch);
    } catch (error) {
      if (batch.length === 1 || !isAboutOneRow(error)) {
        for (const entry of batch) entry.reject(error);
        return;
      }
      for (const entry of batch) await this.commit(orgId, [entry]).catch((own: unknown) => entry.reject(own));
    }
  }

  /** The same key twice in one batch is one row; the later caller hears "duplicate" once that row is committed. */
  private async commit(orgId: string, batch: Waiting[]): Promise<void> {
    const firsts = new Map<string, Waiting>();
    const keyOf = ({ delivery }: Waiting) => `${delivery.route.connectionId} ${delivery.dedupeKey}`;
    for (const entry of batch) if (!firsts.has(keyOf(entry))) firsts.set(keyOf(entry), entry);
    const rows = [...firsts.values()];
    const stored = await this.options.store(
      orgId,
      rows.map((entry) => entry.delivery),
    );
    rows.forEach((entry, index) => {
      const answer = stored[index];
      if (answer) entry.resolve(answer);
      else entry.reject(new Error('the database did not say what became of a delivery'));
    });
    for (const entry of batch) if (firsts.get(keyOf(entry)) !== entry) entry.resolve('duplicate');
  }
}

/** SQLSTATE classes 22 (data) and 23 (constraint); everything else would fail again for every row. */
function isAboutOneRow(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^2[23]/.test(code) || (error instanceof AppError && error.code === 'NOT_FOUND');
}
