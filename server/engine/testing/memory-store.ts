// The rows that the in-memory journal and runtime share: what Postgres is to the real ones.
import type { ApprovalPlan, ApprovalRecord } from '../ports/approvals.ts';
import type {
  FinalRunStatus,
  IntentRecord,
  RunRecord,
  RunRef,
  SegmentRef,
  Signal,
  StepRecord,
  Wait,
} from '../ports/run-records.ts';
import { finalRunStatuses } from '../ports/run-records.ts';

export interface StoredRun {
  record: RunRecord;
  leaseToken: number;
  outcome: string | null;
  steps: Map<string, StepRecord>;
  intents: Map<string, IntentRecord>;
  signals: (Signal & { consumed: boolean })[];
  wait: Wait | null;
  approvals: Map<string, { plan: ApprovalPlan; record: ApprovalRecord }>;
}

export interface QueuedSegment {
  segment: SegmentRef;
  at: number;
  order: number;
}

export const isFinal = (status: string): status is FinalRunStatus =>
  (finalRunStatuses as readonly string[]).includes(status);

export class MemoryStore {
  runs = new Map<string, StoredRun>();
  queue: QueuedSegment[] = [];
  private order = 0;

  insertRun(record: RunRecord): SegmentRef {
    this.runs.set(record.runId, {
      record: structuredClone(record),
      leaseToken: 0,
      outcome: null,
      steps: new Map(),
      intents: new Map(),
      signals: [],
      wait: null,
      approvals: new Map(),
    });
    return { orgId: record.orgId, runId: record.runId, seq: record.seq };
  }

  run(ref: RunRef): StoredRun {
    const run = this.runs.get(ref.runId);
    if (run === undefined || run.record.orgId !== ref.orgId) throw new Error(`no run ${ref.runId}`);
    return run;
  }

  enqueue(segment: SegmentRef, at: number): void {
    this.order += 1;
    this.queue.push({ segment: { ...segment }, at, order: this.order });
  }

  /** A parked run goes on with a new segment; the one its timer would have started becomes stale. */
  wake(run: StoredRun, at: number): void {
    run.wait = null;
    run.record.seq += 1;
    run.record.status = 'queued';
    this.enqueue({ orgId: run.record.orgId, runId: run.record.runId, seq: run.record.seq }, at);
  }

  /** All or nothing, like a transaction. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const before = structuredClone({ runs: this.runs, queue: this.queue });
    try {
      return await work();
    } catch (error) {
      this.runs = before.runs;
      this.queue = before.queue;
      throw error;
    }
  }
}
