// What an adapter lends to the contract suites of the journal and the durable runtime. One harness for both, since
// both live on the same rows. Real adapters use a real database and real (short) times.
import type { DurableRuntime, SqlTransaction } from '../ports/durable-runtime.ts';
import type { Journal } from '../ports/journal.ts';
import type { JsonObject, RunRef, RunStatus, SegmentRef } from '../ports/run-records.ts';

export interface ContractHarness {
  journal: Journal;
  runtime: DurableRuntime;
  /** the clock that the adapter goes by */
  now(): Date;
  /** commits when `work` returns, rolls back when it throws */
  transaction<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>;
  /** Write a new run's row (status `queued`, a deadline far away, nothing enqueued) and tell the seq it stands at. */
  insertRun(tx: SqlTransaction, run?: { facts?: JsonObject; inputs?: JsonObject }): Promise<SegmentRef>;
  readRun(run: RunRef): Promise<{ status: RunStatus; seq: number; outcome: string | null }>;
  decideApproval(run: RunRef, approvalId: string, status: 'approved' | 'denied'): Promise<void>;
  /** Let the runtime work (the fake: deliver and move time) until it is so; throws when it never gets so. */
  eventually(isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** Let the runtime work until nothing that is due now is left. Real adapters: a few polling intervals. */
  quiesce(): Promise<void>;
  close(): Promise<void>;
}

export type MakeContractHarness = () => Promise<ContractHarness>;
