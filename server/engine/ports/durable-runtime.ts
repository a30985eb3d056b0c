// The durable-runtime port: six verbs. A run advances in segments, each enqueued in the same transaction as
// what caused it. Implemented in memory (tests) and on DBOS Transact over Postgres; one contract suite for both.
import type { Json, RunRef, SegmentRef } from './run-records.ts';

/** A transaction of the caller's; only the runtime that made the pairing knows what is inside. */
export interface SqlTransaction {
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
}

export type SegmentHandler = (segment: SegmentRef) => Promise<void>;

export interface DurableRuntime {
  /** Enqueue the first segment. The run's row is written by the caller in the same transaction. */
  start(tx: SqlTransaction, run: RunRef): Promise<void>;
  /** Store a signal; wake the run when it waits for it. The same (topic, key) twice is one signal. */
  signal(
    tx: SqlTransaction,
    run: RunRef,
    signal: { topic: string; key: string; payload: Json },
  ): Promise<'woken' | 'stored' | 'finished' | 'duplicate'>;
  /** Ask the run to end; a parked run wakes to do so. A side effect under way is settled first. */
  cancel(tx: SqlTransaction, run: RunRef, by: string): Promise<'requested' | 'finished'>;
  /** Enqueue a segment for a later time (a wait's deadline). */
  schedule(tx: SqlTransaction, segment: SegmentRef, at: Date): Promise<void>;
  /** Who advances segments in this process. Call before `launch`. */
  onSegment(handler: SegmentHandler): void;
  /** `advance: false` = this process only enqueues and signals (the web). */
  launch(options: { advance: boolean }): Promise<void>;
  shutdown(): Promise<void>;
  health(): Promise<{ ok: boolean; detail: string; queued: number; oldestQueuedMs: number | null }>;
}
