// The journal port: the only memory of a run. The engine may be killed at any line and, from the journal
// alone, somebody else goes on. Each call is one committed transaction unless it says otherwise.
import type { ApprovalPlan, ApprovalRecord } from './approvals.ts';
import type {
  FinalRunStatus,
  IntentRecord,
  Json,
  Lease,
  RunRecord,
  SegmentRef,
  Signal,
  StepRecord,
  Wait,
} from './run-records.ts';

/**
 * Somebody else holds the run now (or it is final). Never caught by a step, never counted as the step's
 * failure: the segment just ends. Swallowing it would compensate for work that is going on elsewhere.
 */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface LoadedRun {
  run: RunRecord;
  steps: StepRecord[];
  intents: IntentRecord[];
  signals: Signal[];
}

export interface Journal {
  /** Take the run for this segment. null = stale segment or finished run: nothing to do. */
  claim(segment: SegmentRef): Promise<Lease | null>;
  load(lease: Lease): Promise<LoadedRun>;

  /** Insert or replace the step's row. @throws LeaseLost */
  saveStep(lease: Lease, step: StepRecord): Promise<void>;

  /**
   * Commit that a side effect is about to be sent. True = this caller inserted it and alone may send.
   * False = the intent exists already (somebody sent or may have sent): reconcile instead. @throws LeaseLost
   */
  openIntent(lease: Lease, intent: NewIntent): Promise<boolean>;
  /** The second commit: what became of it, together with the step's row. @throws LeaseLost */
  settleIntent(
    lease: Lease,
    key: { path: string; attempt: number },
    outcome: NonNullable<IntentRecord['outcome']>,
    result: Json,
    step: StepRecord,
  ): Promise<void>;

  /**
   * End the segment at a wait, in one transaction: lock the run; if a signal for `wait.topic` is already there,
   * return it and stay running; else store the wait, raise `seq`, and, with `wakeAt`, enqueue the next segment
   * for that time. @throws LeaseLost
   */
  park(
    lease: Lease,
    wait: Wait,
    steps: StepRecord[],
    status?: 'waiting' | 'unknown',
  ): Promise<{ parked: true } | { parked: false; signal: Signal }>;
  consumeSignal(lease: Lease, topic: string, key: string): Promise<void>;

  /** Ask people; the same plan asked again gives the same approval back. @throws LeaseLost */
  requestApproval(lease: Lease, plan: ApprovalPlan): Promise<ApprovalRecord>;
  readApproval(lease: Lease, approvalId: string): Promise<ApprovalRecord>;

  /** Facts that the run learned and later steps read (`ticket` after `ticket.create`). @throws LeaseLost */
  saveFacts(lease: Lease, facts: { [name: string]: Json }): Promise<void>;

  /** Final; a final run never changes again. @throws LeaseLost */
  finish(lease: Lease, status: FinalRunStatus, outcome: string): Promise<void>;
}

export interface NewIntent {
  path: string;
  attempt: number;
  tag: string;
  capability: string;
  effect: 'write' | 'destructive';
  idempotency: 'idempotent' | 'keyed' | 'once';
  request: Json;
  sendDeadline: string;
}
