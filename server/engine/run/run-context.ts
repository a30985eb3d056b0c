// A run in the hands of one segment: the journaled rows, the facts for expressions, and the few ways to write.
import { allSteps, type CompiledStep, type Playbook } from '../plan/compiled-step.ts';
import type { EnginePorts } from '../ports/engine-ports.ts';
import type { LoadedRun } from '../ports/journal.ts';
import type {
  IntentRecord,
  Json,
  JsonObject,
  Lease,
  Signal,
  StepError,
  StepRecord,
  Wait,
} from '../ports/run-records.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import { boundOutput, limits } from './limits.ts';
import { factsOfRun, type RunFailure } from './run-facts.ts';
import { intentKey, RunRows } from './run-rows.ts';
import type { NewStep, StepResult } from './step-rows.ts';

export class RunContext extends RunRows {
  readonly ports: EnginePorts;
  readonly lease: Lease;
  readonly playbook: Playbook;
  private readonly byPath: Map<string, CompiledStep>;
  /** set while `onFailure` runs */
  failure: RunFailure | null = null;

  constructor(ports: EnginePorts, lease: Lease, playbook: Playbook, loaded: LoadedRun) {
    super(loaded);
    this.ports = ports;
    this.lease = lease;
    this.playbook = playbook;
    this.byPath = new Map(allSteps([...playbook.steps, ...playbook.onFailure]).map((step) => [step.path, step]));
  }

  get isCancelled(): boolean {
    return this.run.cancelRequestedBy !== null;
  }

  /** when the run must be over; a failure that is being handled has its own time */
  get deadlineMs(): number {
    const deadline = Date.parse(this.run.deadlineAt);
    return this.failure === null ? deadline : Math.max(deadline, Date.parse(this.failure.at) + limits.graceMs);
  }

  get isPastDeadline(): boolean {
    return this.now().getTime() >= this.deadlineMs;
  }

  now(): Date {
    return this.ports.clock.now();
  }

  after(ms: number): string {
    return new Date(this.now().getTime() + ms).toISOString();
  }

  compiled(path: string): CompiledStep | undefined {
    return this.byPath.get(path);
  }

  /** What expressions see. */
  facts(): JsonObject {
    return factsOfRun(this.run, this.playbook, this.steps, { now: this.now(), failure: this.failure });
  }

  /** The end of a run that somebody asked to end. */
  cancelled(): StepEnd {
    return { kind: 'ended', status: 'cancelled', outcome: `Cancelled by ${this.run.cancelRequestedBy}.` };
  }

  /** Read everything again: somebody may have asked to cancel. @throws LeaseLost */
  async refresh(): Promise<void> {
    this.replaceRows(await this.ports.journal.load(this.lease));
  }

  async begin(step: NewStep): Promise<StepRecord> {
    const record: StepRecord = {
      path: step.path,
      position: this.steps.size,
      kind: step.kind,
      capability: step.capability ?? null,
      status: 'started',
      attempt: 1,
      input: boundOutput(step.input),
      output: null,
      error: null,
      summary: null,
      evidence: [],
      state: step.state ?? null,
      startedAt: this.now().toISOString(),
      finishedAt: null,
    };
    await this.save(record);
    await this.ports.boundary('step-begun');
    return record;
  }

  async save(record: StepRecord): Promise<void> {
    await this.ports.journal.saveStep(this.lease, record);
    this.remember(record);
  }

  /** The final row of a step, not yet written. */
  result(record: StepRecord, result: StepResult): StepRecord {
    return {
      ...record,
      status: result.status,
      output: boundOutput(result.output ?? null),
      error: result.error ?? null,
      summary: result.summary,
      evidence: [...new Set([...record.evidence, ...(result.evidence ?? [])])],
      finishedAt: this.now().toISOString(),
    };
  }

  async finish(record: StepRecord, result: StepResult): Promise<StepEnd> {
    const final = this.result(record, result);
    await this.save(final);
    await this.ports.boundary('step-saved');
    return this.endOf(final);
  }

  async fail(record: StepRecord, error: StepError, output: Json = record.output): Promise<StepEnd> {
    return this.finish(record, { status: 'failed', error, output, summary: error.message });
  }

  /** What a final row means for the run. */
  endOf(record: StepRecord): StepEnd {
    if (record.status !== 'failed') return { kind: 'done' };
    const error = record.error ?? { code: 'internal', message: 'The step failed.', retryable: false };
    return { kind: 'failed', path: record.path, error };
  }

  async settle(
    record: StepRecord,
    attempt: number,
    outcome: NonNullable<IntentRecord['outcome']>,
    result: Json,
  ): Promise<void> {
    await this.ports.journal.settleIntent(
      this.lease,
      { path: record.path, attempt },
      outcome,
      boundOutput(result),
      record,
    );
    const intent = this.intents.get(intentKey(record.path, attempt));
    if (intent !== undefined) this.intents.set(intentKey(record.path, attempt), { ...intent, outcome, result });
    this.remember(record);
    await this.ports.boundary('intent-settled');
  }

  /** A signal of the topic that this step has not used yet. */
  signal(topic: string, used: readonly string[]): Signal | undefined {
    return this.loaded.signals.find((signal) => signal.topic === topic && !used.includes(signal.key));
  }

  async consume(signal: Signal): Promise<void> {
    await this.ports.journal.consumeSignal(this.lease, signal.topic, signal.key);
    this.loaded.signals = this.loaded.signals.filter(
      (other) => other.topic !== signal.topic || other.key !== signal.key,
    );
  }

  /** End the segment here, or get the signal that came meanwhile. */
  async park(
    record: StepRecord,
    wait: Omit<Wait, 'path'>,
    status: 'waiting' | 'unknown' = 'waiting',
  ): Promise<{ kind: 'parked' } | { kind: 'signal'; signal: Signal }> {
    const row: StepRecord = { ...record, status };
    await this.ports.boundary('before-park');
    // Nobody sleeps past the deadline: it is noticed when it comes.
    const isTooLong = wait.wakeAt !== null && Date.parse(wait.wakeAt) > this.deadlineMs && !this.isPastDeadline;
    const wakeAt = isTooLong ? new Date(this.deadlineMs).toISOString() : wait.wakeAt;
    const answer = await this.ports.journal.park(this.lease, { path: record.path, ...wait, wakeAt }, [row], status);
    if (!answer.parked) {
      this.remember(row);
      this.loaded.signals = [
        ...this.loaded.signals.filter(
          (other) => other.key !== answer.signal.key || other.topic !== answer.signal.topic,
        ),
        answer.signal,
      ];
      return { kind: 'signal', signal: answer.signal };
    }
    await this.ports.boundary('parked');
    return { kind: 'parked' };
  }

  /** Sleep until a time. */
  async parkUntil(record: StepRecord, reason: 'timer' | 'job' | 'retry', wakeAt: string): Promise<StepEnd> {
    await this.park(record, { reason, topic: null, wakeAt });
    return { kind: 'parked' };
  }

  async learn(name: string, value: Json): Promise<void> {
    await this.ports.journal.saveFacts(this.lease, { [name]: value });
    this.loaded.run = { ...this.run, facts: { ...this.run.facts, [name]: value } };
  }
}
