// The durable runtime in memory with a virtual clock. A handler that throws is delivered again, as after a crash.
import type { DurableRuntime, SegmentHandler, SqlTransaction } from '../ports/durable-runtime.ts';
import type { Json, RunRef, SegmentRef } from '../ports/run-records.ts';
import { isFinal, type MemoryStore } from './memory-store.ts';
import type { VirtualClock } from './virtual-clock.ts';

const redeliveryMs = 100;

export class MemoryRuntime implements DurableRuntime {
  private readonly store: MemoryStore;
  private readonly clock: VirtualClock;
  private handler: SegmentHandler | null = null;
  private advancing = false;

  constructor(store: MemoryStore, clock: VirtualClock) {
    this.store = store;
    this.clock = clock;
  }

  async start(_tx: SqlTransaction, run: RunRef): Promise<void> {
    const { seq } = this.store.run(run).record;
    this.store.enqueue({ ...run, seq }, this.clock.now().getTime());
  }

  async signal(
    _tx: SqlTransaction,
    ref: RunRef,
    signal: { topic: string; key: string; payload: Json },
  ): Promise<'woken' | 'stored' | 'finished' | 'duplicate'> {
    const run = this.store.run(ref);
    if (isFinal(run.record.status)) return 'finished';
    if (run.signals.some((other) => other.topic === signal.topic && other.key === signal.key)) return 'duplicate';
    run.signals.push({ ...structuredClone(signal), createdAt: this.clock.now().toISOString(), consumed: false });
    if (run.wait?.topic !== signal.topic) return 'stored';
    this.store.wake(run, this.clock.now().getTime());
    return 'woken';
  }

  async cancel(_tx: SqlTransaction, ref: RunRef, by: string): Promise<'requested' | 'finished'> {
    const run = this.store.run(ref);
    if (isFinal(run.record.status)) return 'finished';
    run.record.cancelRequestedBy ??= by;
    if (run.wait !== null) this.store.wake(run, this.clock.now().getTime());
    return 'requested';
  }

  async schedule(_tx: SqlTransaction, segment: SegmentRef, at: Date): Promise<void> {
    this.store.enqueue(segment, at.getTime());
  }

  onSegment(handler: SegmentHandler): void {
    this.handler = handler;
  }

  async launch(options: { advance: boolean }): Promise<void> {
    this.advancing = options.advance;
  }

  async shutdown(): Promise<void> {
    this.advancing = false;
  }

  async health(): Promise<{ ok: boolean; detail: string; queued: number; oldestQueuedMs: number | null }> {
    const now = this.clock.now().getTime();
    const due = this.store.queue.filter((entry) => entry.at <= now).map((entry) => now - entry.at);
    const oldestQueuedMs = due.length === 0 ? null : Math.max(...due);
    return { ok: true, detail: 'in memory', queued: due.length, oldestQueuedMs };
  }

  /** Deliver the next segment; time jumps to it. False when nothing is left (before `until`, when given). */
  async deliverNext(until?: Date): Promise<boolean> {
    const next = this.store.queue.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
    if (!this.advancing || this.handler === null || next === undefined) return false;
    if (until !== undefined && next.at > until.getTime()) return false;
    this.store.queue.splice(this.store.queue.indexOf(next), 1);
    this.clock.moveTo(new Date(next.at));
    try {
      await this.handler({ ...next.segment });
    } catch {
      this.store.enqueue(next.segment, this.clock.now().getTime() + redeliveryMs);
    }
    return true;
  }
}
