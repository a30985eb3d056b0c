// A call as one segment holds it: its plan, its row, and the few things all its phases need.
import type { CapabilityCall, CapabilityInfo, Effect } from '../ports/capabilities.ts';
import type { Json, StepError, StepRecord } from '../ports/run-records.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import { type CallState, readCallState, writeCallState } from './call-state.ts';
import { callTag } from './call-tag.ts';
import { backoffMs, limits } from './limits.ts';
import type { RunContext } from './run-context.ts';
import { saySummary } from './say-summary.ts';

export interface CallPlan {
  path: string;
  kind: string;
  info: CapabilityInfo;
  effect: Effect;
  timeoutMs: number;
  /** resolved and checked arguments; asked for once, then they are in the row. @throws ExpressionError */
  resolve(): Json;
  /** last look before sending; null = go */
  beforeSending(args: Json): Promise<StepEnd | null>;
}

/** A phase gives the step's end, or null: look at the row again and go on. */
export type CallPhase = (call: CallInHand) => Promise<StepEnd | null>;

export const stepError = (code: string, message: string): StepError => ({ code, message, retryable: false });

/** A script that ran and failed is an answer of the vendor and a failure of the step. */
const isFailure = (output: Json): boolean =>
  typeof output === 'object' &&
  output !== null &&
  !Array.isArray(output) &&
  (output.outcome === 'failure' || output.outcome === 'cancelled');

export class CallInHand {
  readonly plan: CallPlan;
  readonly context: RunContext;
  record: StepRecord;
  state: CallState;

  constructor(plan: CallPlan, context: RunContext, record: StepRecord) {
    this.plan = plan;
    this.context = context;
    this.record = record;
    this.state = readCallState(record.state, record.startedAt);
  }

  get attempt(): number {
    return this.record.attempt;
  }

  request(): CapabilityCall {
    const { orgId, runId } = this.context.run;
    return {
      orgId,
      runId,
      path: this.plan.path,
      capability: this.plan.info.name,
      arguments: this.record.input,
      tag: callTag(runId, this.plan.path, this.attempt),
      // What a reviewed script does at most is our promise to people; what the capability could do is what the bus knows.
      allowedEffect: this.plan.effect === 'read' ? 'read' : this.plan.info.effect,
    };
  }

  /** The row with a changed state, not yet written. */
  row(change: Partial<CallState>, over: Partial<StepRecord> = {}): StepRecord {
    this.state = { ...this.state, ...change };
    this.record = { ...this.record, state: writeCallState(this.state), ...over };
    return this.record;
  }

  isTimedOut(): boolean {
    const end = Math.min(Date.parse(this.state.firstAt) + this.plan.timeoutMs, this.context.deadlineMs);
    return this.context.now().getTime() >= end || this.attempt > limits.attemptsPerStep;
  }

  /** The final row for an answer, not yet written. */
  answered(output: Json, evidence: string[], summary: string): StepRecord {
    const said = saySummary(this.plan.info.name, this.record, output, summary, this.context);
    const isFailed = isFailure(output);
    const error = isFailed ? stepError('script', said) : undefined;
    return this.context.result(this.record, {
      status: isFailed ? 'failed' : 'ok',
      output,
      error,
      summary: said,
      evidence,
    });
  }

  async saveFinal(row: StepRecord): Promise<StepEnd> {
    this.record = row;
    await this.context.save(row);
    await this.context.ports.boundary('step-saved');
    return this.context.endOf(row);
  }

  async fail(code: string, message: string): Promise<StepEnd> {
    return this.context.fail(this.record, stepError(code, message));
  }

  /** Nothing is under way; try again later, until the step's time is over. */
  async retryLater(message: string, retryAfterMs: number | null): Promise<StepEnd> {
    if (this.isTimedOut()) return this.fail('timeout', `Gave up in time: ${message}`);
    const wakeAt = this.context.after(backoffMs(this.state.failures, retryAfterMs));
    const waiting = this.row({ failures: this.state.failures + 1 }, { summary: `Waiting: ${message}` });
    return this.context.parkUntil(waiting, 'retry', wakeAt);
  }

  async parkForJob(job: Json, pollAfterMs: number, summary: string): Promise<StepEnd> {
    const row = this.row({ phase: 'job', job, failures: 0 }, { summary });
    return this.context.parkUntil(row, 'job', this.context.after(pollAfterMs));
  }
}
