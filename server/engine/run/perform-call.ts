// One call of a capability, crash-safe. The order is the whole point:
//   1. an intent row is committed; only its inserter may send
//   2. the bytes leave, before the intent's deadline
//   3. the answer is a second commit
// An intent without an answer is ambiguous: wait until nothing can be under way any more, look for our tag, adopt what is
// found. Not found: what may go again goes again as a new attempt; what may happen only once waits for a person.
import type { CapabilityCall, CapabilityInfo, Effect } from '../ports/capabilities.ts';
import type { IntentRecord, Json, StepError, StepRecord } from '../ports/run-records.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import { type CallState, newCallState, readCallState, writeCallState } from './call-state.ts';
import { callTag } from './call-tag.ts';
import { backoffMs, limits } from './limits.ts';
import type { RunContext } from './run-context.ts';
import { saySummary } from './say-summary.ts';
import { decisionTopic, readDecision } from './unknown-decision.ts';

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

const hopelessLooks = 3;
const cancelledPauseMs = 5_000;

const error = (code: string, message: string, retryable = false): StepError => ({ code, message, retryable });

export class CallRun {
  private readonly plan: CallPlan;
  private readonly context: RunContext;
  private record: StepRecord;
  private state: CallState;

  constructor(plan: CallPlan, context: RunContext, record: StepRecord) {
    this.plan = plan;
    this.context = context;
    this.record = record;
    this.state = readCallState(record.state, record.startedAt);
  }

  private get attempt(): number {
    return this.record.attempt;
  }

  private call(): CapabilityCall {
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
  private row(change: Partial<CallState>, over: Partial<StepRecord> = {}): StepRecord {
    this.state = { ...this.state, ...change };
    this.record = { ...this.record, state: writeCallState(this.state), ...over };
    return this.record;
  }

  private isTimedOut(): boolean {
    const now = this.context.now().getTime();
    const end = Math.min(Date.parse(this.state.firstAt) + this.plan.timeoutMs, this.context.deadlineMs);
    return now >= end || this.attempt > limits.attemptsPerStep;
  }

  private async finishOk(output: Json, evidence: string[], summary: string): Promise<StepRecord> {
    const failed = failureIn(output);
    const said = saySummary(this.plan.info.name, this.record, output, summary, this.context);
    return this.context.result(this.record, {
      status: failed === null ? 'ok' : 'failed',
      output,
      error: failed === null ? undefined : error('script', said),
      summary: said,
      evidence,
    });
  }

  async run(): Promise<StepEnd> {
    for (;;) {
      if (this.context.isFinal(this.record)) return this.context.endOf(this.record);
      const intent = this.context.intent(this.plan.path, this.attempt);
      if (intent?.outcome === null) {
        const end = await this.reconcile(intent);
        if (end !== null) return end;
        continue;
      }
      if (this.state.phase === 'deciding') {
        const end = await this.decide();
        if (end !== null) return end;
        continue;
      }
      if (this.context.isCancelled) {
        const message = this.state.phase === 'job' ? 'Cancelled while the vendor was still at it.' : 'Cancelled.';
        await this.context.fail(this.record, error('cancelled', message));
        return { kind: 'ended', status: 'cancelled', outcome: `Cancelled by ${this.context.run.cancelRequestedBy}.` };
      }
      const end =
        this.state.phase === 'job'
          ? await this.poll()
          : this.plan.effect === 'read'
            ? await this.read()
            : await this.send();
      if (end !== null) return end;
    }
  }

  private async retryLater(message: string, retryAfterMs: number | null): Promise<StepEnd> {
    if (this.isTimedOut()) return this.context.fail(this.record, error('timeout', `Gave up in time: ${message}`));
    const wakeAt = this.context.after(backoffMs(this.state.failures, retryAfterMs));
    const waiting = this.row({ failures: this.state.failures + 1 }, { summary: `Waiting: ${message}` });
    return this.context.parkUntil(waiting, 'retry', wakeAt);
  }

  private async read(): Promise<StepEnd | null> {
    const answer = await this.context.ports.capabilities.call(this.call());
    await this.context.ports.boundary('call-sent');
    if (answer.kind === 'error') {
      if (answer.retryable) return this.retryLater(answer.message, answer.retryAfterMs);
      return this.context.fail(this.record, error('capability', answer.message));
    }
    if (answer.kind === 'started') return this.parkForJob(answer.job, answer.pollAfterMs, answer.summary);
    const row = await this.finishOk(answer.output, answer.evidence, answer.summary);
    await this.context.save(row);
    await this.context.ports.boundary('step-saved');
    return this.context.endOf(row);
  }

  private async send(): Promise<StepEnd | null> {
    if (this.isTimedOut())
      return this.context.fail(this.record, error('timeout', 'There was no time left to send it.'));
    const refused = await this.plan.beforeSending(this.record.input);
    if (refused !== null) return refused;
    const { ports, lease } = this.context;
    const call = this.call();
    const sendDeadline = this.context.after(await ports.capabilities.sendTimeoutMs(call));
    const isMine = await ports.journal.openIntent(lease, {
      path: call.path,
      attempt: this.attempt,
      tag: call.tag,
      capability: call.capability,
      effect: this.plan.effect === 'write' ? 'write' : 'destructive',
      idempotency: this.plan.info.idempotency,
      request: call.arguments,
      sendDeadline,
    });
    if (!isMine) {
      await this.context.refresh();
      return null;
    }
    const intent: IntentRecord = {
      path: call.path,
      attempt: this.attempt,
      tag: call.tag,
      capability: call.capability,
      createdAt: this.context.now().toISOString(),
      sendDeadline,
      outcome: null,
      result: null,
    };
    this.context.openIntentRow(intent);
    await ports.boundary('intent-opened');
    // Asleep past the deadline (a paused process): somebody may be looking for our bytes already, so none may leave.
    if (this.context.now().getTime() >= Date.parse(sendDeadline)) return null;
    const answer = await ports.capabilities.call(call);
    await ports.boundary('call-sent');
    if (answer.kind === 'done') {
      const row = await this.finishOk(answer.output, answer.evidence, answer.summary);
      await this.context.settle(row, this.attempt, 'answered', answer.output);
      this.record = row;
      return null;
    }
    if (answer.kind === 'started') {
      const attempt = this.attempt;
      const row = this.row({ phase: 'job', job: answer.job, failures: 0 }, { summary: answer.summary });
      await this.context.settle(row, attempt, 'answered', { job: answer.job });
      return this.parkForJob(answer.job, answer.pollAfterMs, answer.summary);
    }
    if (answer.maybeApplied) return null; // ambiguous: the intent stays open and is reconciled
    return this.refusedBy(answer.message, answer.retryable, answer.retryAfterMs);
  }

  /** The vendor said no, or no byte left: certainly nothing happened. */
  private async refusedBy(message: string, retryable: boolean, retryAfterMs: number | null): Promise<StepEnd> {
    const { attempt } = this;
    if (!retryable || this.isTimedOut()) {
      const failed = this.context.result(this.record, {
        status: 'failed',
        error: error(retryable ? 'timeout' : 'capability', message),
        summary: message,
      });
      await this.context.settle(failed, attempt, 'refused', { message });
      this.record = failed;
      return this.context.endOf(failed);
    }
    const wakeAt = this.context.after(backoffMs(this.state.failures, retryAfterMs));
    const row = this.row(
      { failures: this.state.failures + 1 },
      { attempt: attempt + 1, summary: `Waiting: ${message}` },
    );
    await this.context.settle(row, attempt, 'refused', { message });
    return this.context.parkUntil(row, 'retry', wakeAt);
  }

  private async parkForJob(job: Json, pollAfterMs: number, summary: string): Promise<StepEnd> {
    const row = this.row({ phase: 'job', job, failures: 0 }, { summary });
    return this.context.parkUntil(row, 'job', this.context.after(pollAfterMs));
  }

  private async poll(): Promise<StepEnd | null> {
    const answer = await this.context.ports.capabilities.poll(this.call(), this.state.job);
    await this.context.ports.boundary('call-sent');
    if (answer.kind === 'done') {
      const row = await this.finishOk(answer.output, answer.evidence, answer.summary);
      await this.context.save(row);
      await this.context.ports.boundary('step-saved');
      return this.context.endOf(row);
    }
    if (answer.kind === 'pending') {
      if (!this.isTimedOut())
        return this.parkForJob(this.state.job, answer.pollAfterMs, this.record.summary ?? 'Started');
      return this.context.fail(
        this.record,
        error('timeout', 'It was started but did not finish in time; it may still run.'),
      );
    }
    if (answer.retryable) return this.retryLater(answer.message, answer.retryAfterMs);
    return this.context.fail(
      this.record,
      error('capability', `It was started, but its result cannot be read: ${answer.message}`),
    );
  }

  /** A run that is asked to cancel does not stay parked, so it pauses here; what was sent is settled all the same. */
  private async parkToSettle(row: StepRecord, wakeAt: string): Promise<StepEnd> {
    const { clock } = this.context.ports;
    const leftMs = Date.parse(wakeAt) - clock.now().getTime();
    if (this.context.isCancelled) await clock.sleep(Math.min(Math.max(leftMs, 0), cancelledPauseMs));
    return this.context.parkUntil(row, 'retry', wakeAt);
  }

  private async reconcile(intent: IntentRecord): Promise<StepEnd | null> {
    const call = this.call();
    const { capabilities } = this.context.ports;
    const settledAt = new Date(Date.parse(intent.sendDeadline) + (await capabilities.settleMs(call)));
    if (this.context.now() < settledAt) {
      const row = this.row({}, { summary: 'Nobody knows yet whether it happened; looking for it soon' });
      return this.parkToSettle(row, settledAt.toISOString());
    }
    const found = await capabilities.reconcile(call, intent.createdAt);
    const { attempt } = this;
    if (found.kind === 'done') {
      const row = await this.finishOk(found.output, found.evidence, found.summary);
      await this.context.settle(row, attempt, 'adopted', found.output);
      this.record = row;
      return null;
    }
    if (found.kind === 'started') {
      const row = this.row({ phase: 'job', job: found.job, failures: 0 }, { summary: found.summary });
      await this.context.settle(row, attempt, 'adopted', { job: found.job });
      return this.parkForJob(found.job, found.pollAfterMs, found.summary);
    }
    // No time to come back at: the vendor cannot be asked about this. Not worth a day of looking.
    const mustEnd = this.context.isCancelled || (found.kind === 'error' && found.retryAfterMs === null);
    const isHopeless = mustEnd && this.state.failures >= hopelessLooks;
    if (found.kind === 'error' && !isHopeless && !this.isTimedOut()) {
      const wakeAt = this.context.after(backoffMs(this.state.failures, found.retryAfterMs));
      const row = this.row(
        { failures: this.state.failures + 1 },
        { summary: `Looking whether it happened: ${found.message}` },
      );
      return this.parkToSettle(row, wakeAt);
    }
    const mayGoAgain = found.kind === 'not-found' && this.plan.info.idempotency !== 'once';
    if (mayGoAgain && attempt < limits.attemptsPerStep) {
      const row = this.row({ failures: this.state.failures + 1 }, { attempt: attempt + 1 });
      await this.context.settle(row, attempt, 'released', null);
      return null;
    }
    const row = this.row(
      { phase: 'deciding' },
      { status: 'unknown', summary: 'Nobody knows whether it happened; a person decides' },
    );
    await this.context.settle(row, attempt, 'unknown', null);
    return null;
  }

  /** Only a person gets a run out of "unknown". */
  private async decide(): Promise<StepEnd | null> {
    const topic = decisionTopic(this.plan.path);
    let signal = this.context.signal(topic, this.state.used);
    if (signal === undefined && this.context.isCancelled) {
      const failed = this.context.result(this.record, {
        status: 'failed',
        error: error('cancelled', 'Cancelled; nobody knows whether it happened.'),
        summary: this.record.summary,
      });
      await this.context.save(failed);
      return {
        kind: 'ended',
        status: 'cancelled',
        outcome: `Cancelled by ${this.context.run.cancelRequestedBy}; a step is unknown.`,
      };
    }
    if (signal === undefined) {
      const parked = await this.context.park(this.record, { reason: 'decision', topic, wakeAt: null }, 'unknown');
      if (parked.kind === 'parked') return parked;
      signal = parked.signal;
      // An answer that was acted on before a crash, and is now thrown away.
      if (this.state.used.includes(signal.key)) {
        await this.context.consume(signal);
        return null;
      }
    }
    await this.apply(signal.payload, signal.key);
    await this.context.consume(signal);
    return null;
  }

  private async apply(payload: Json, key: string): Promise<void> {
    const { attempt } = this;
    const answer = readDecision(payload);
    const by = answer?.by ?? 'a person';
    const used = [...this.state.used, key];
    const end = (result: Parameters<RunContext['result']>[1]) => this.context.result(this.row({ used }), result);
    switch (answer?.decision) {
      case 'retry': {
        const row = this.row(
          { phase: 'calling', used, failures: 0, firstAt: this.context.now().toISOString() },
          { attempt: attempt + 1, status: 'started', summary: `Sent again by decision of ${by}` },
        );
        return this.context.settle(row, attempt, 'released', { by });
      }
      case 'happened': {
        this.record = end({ status: 'ok', output: answer.output, summary: `${by} says that it happened` });
        return this.context.settle(this.record, attempt, 'adopted', { by });
      }
      case 'skip': {
        this.record = end({ status: 'skipped', summary: `${by} went on without it` });
        return this.context.settle(this.record, attempt, 'unknown', { by });
      }
      case 'fail': {
        this.record = end({
          status: 'failed',
          error: error('unknown', `${by} gave it up; nobody knows whether it happened.`),
          summary: `${by} gave it up`,
        });
        return this.context.settle(this.record, attempt, 'unknown', { by });
      }
      default:
        // Not an answer: remembered as used, and the wait goes on.
        await this.context.save(this.row({ used }));
    }
  }
}

/** A script that ran and failed is an answer of the vendor and a failure of the step. */
const failureIn = (output: Json): string | null => {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return null;
  return output.outcome === 'failure' || output.outcome === 'cancelled' ? output.outcome : null;
};

/** Begin or go on with a call. */
export const performCall = async (plan: CallPlan, context: RunContext): Promise<StepEnd> => {
  const known = context.record(plan.path);
  if (known !== undefined) return new CallRun(plan, context, known).run();
  const firstAt = context.now().toISOString();
  const record = await context.begin({
    path: plan.path,
    kind: plan.kind,
    capability: plan.info.name,
    input: plan.resolve(),
    state: writeCallState(newCallState(firstAt)),
  });
  return new CallRun(plan, context, record).run();
};
