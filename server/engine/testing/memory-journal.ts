// The journal in memory: same promises as the one on Postgres, held by the same contract suite.
import type { ApprovalPlan, ApprovalRecord } from '../ports/approvals.ts';
import type { Clock } from '../ports/clock.ts';
import { type Journal, LeaseLost, type LoadedRun, type NewIntent } from '../ports/journal.ts';
import type {
  FinalRunStatus,
  IntentRecord,
  Json,
  Lease,
  SegmentRef,
  Signal,
  StepRecord,
  Wait,
} from '../ports/run-records.ts';
import { isFinal, type MemoryStore, type StoredRun } from './memory-store.ts';

const keyOf = (key: { path: string; attempt: number }) => `${key.path}#${key.attempt}`;

export class MemoryJournal implements Journal {
  private readonly store: MemoryStore;
  private readonly clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  private held(lease: Lease): StoredRun {
    const run = this.store.run(lease);
    if (run.leaseToken !== lease.token || run.record.seq !== lease.seq || isFinal(run.record.status)) {
      throw new LeaseLost(`run ${lease.runId} is held by somebody else`);
    }
    return run;
  }

  async claim(segment: SegmentRef): Promise<Lease | null> {
    const run = this.store.runs.get(segment.runId);
    if (run === undefined || run.record.seq !== segment.seq || isFinal(run.record.status)) return null;
    run.leaseToken += 1;
    run.record.status = 'running';
    run.wait = null;
    return { ...segment, token: run.leaseToken };
  }

  async load(lease: Lease): Promise<LoadedRun> {
    const run = this.held(lease);
    return structuredClone({
      run: run.record,
      steps: [...run.steps.values()].sort((a, b) => a.position - b.position),
      intents: [...run.intents.values()],
      signals: run.signals.filter((signal) => !signal.consumed).map(({ consumed: _, ...signal }) => signal),
    });
  }

  async saveStep(lease: Lease, step: StepRecord): Promise<void> {
    this.held(lease).steps.set(step.path, structuredClone(step));
  }

  async openIntent(lease: Lease, intent: NewIntent): Promise<boolean> {
    const run = this.held(lease);
    if (run.intents.has(keyOf(intent))) return false;
    const record: IntentRecord = {
      path: intent.path,
      attempt: intent.attempt,
      tag: intent.tag,
      capability: intent.capability,
      createdAt: this.clock.now().toISOString(),
      sendDeadline: intent.sendDeadline,
      outcome: null,
      result: null,
    };
    run.intents.set(keyOf(intent), record);
    return true;
  }

  async settleIntent(
    lease: Lease,
    key: { path: string; attempt: number },
    outcome: NonNullable<IntentRecord['outcome']>,
    result: Json,
    step: StepRecord,
  ): Promise<void> {
    const run = this.held(lease);
    const intent = run.intents.get(keyOf(key));
    if (intent === undefined) throw new Error(`no intent ${keyOf(key)} in run ${lease.runId}`);
    intent.outcome = outcome;
    intent.result = structuredClone(result);
    run.steps.set(step.path, structuredClone(step));
  }

  async park(
    lease: Lease,
    wait: Wait,
    steps: StepRecord[],
    status: 'waiting' | 'unknown' = 'waiting',
  ): Promise<{ parked: true } | { parked: false; signal: Signal }> {
    const run = this.held(lease);
    for (const step of steps) run.steps.set(step.path, structuredClone(step));
    const there = run.signals.find((signal) => !signal.consumed && signal.topic === wait.topic);
    if (there !== undefined) {
      const { consumed: _, ...signal } = there;
      return { parked: false, signal: structuredClone(signal) };
    }
    run.record.seq += 1;
    run.record.status = status;
    run.wait = structuredClone(wait);
    const next = { orgId: lease.orgId, runId: lease.runId, seq: run.record.seq };
    // Somebody asked to cancel while this segment was under way: it must not sleep on it.
    if (run.record.cancelRequestedBy !== null) this.store.wake(run, this.clock.now().getTime());
    else if (wait.wakeAt !== null) this.store.enqueue(next, Date.parse(wait.wakeAt));
    return { parked: true };
  }

  async consumeSignal(lease: Lease, topic: string, key: string): Promise<void> {
    for (const signal of this.held(lease).signals) {
      if (signal.topic === topic && signal.key === key) signal.consumed = true;
    }
  }

  async requestApproval(lease: Lease, plan: ApprovalPlan): Promise<ApprovalRecord> {
    const run = this.held(lease);
    const same = [...run.approvals.values()].find(
      (entry) => entry.plan.path === plan.path && entry.plan.planHash === plan.planHash,
    );
    if (same !== undefined) return structuredClone(same.record);
    const record: ApprovalRecord = {
      id: `approval-${run.approvals.size + 1}`,
      planHash: plan.planHash,
      status: 'pending',
      decidedBy: null,
      comment: null,
      expiresAt: plan.expiresAt,
    };
    run.approvals.set(record.id, { plan: structuredClone(plan), record });
    return structuredClone(record);
  }

  async readApproval(lease: Lease, approvalId: string): Promise<ApprovalRecord> {
    const found = this.held(lease).approvals.get(approvalId);
    if (found === undefined) throw new Error(`no approval ${approvalId}`);
    return structuredClone(found.record);
  }

  async saveFacts(lease: Lease, facts: { [name: string]: Json }): Promise<void> {
    Object.assign(this.held(lease).record.facts, structuredClone(facts));
  }

  async finish(lease: Lease, status: FinalRunStatus, outcome: string): Promise<void> {
    const run = this.held(lease);
    run.record.status = status;
    run.outcome = outcome;
    run.wait = null;
  }
}
