// A vendor for tests that keeps the truth: what was really done, whatever the caller got to know of it. It has no
// idempotency of its own: the same request twice is done twice, as with real RMMs.
import type {
  CallOutcome,
  CapabilityCall,
  CapabilityCatalog,
  CapabilityPort,
  PollOutcome,
  ReconcileOutcome,
} from '../ports/capabilities.ts';
import type { Clock } from '../ports/clock.ts';
import type { Json } from '../ports/run-records.ts';

export interface Done {
  tag: string;
  /** the tag without its attempt: one step of one run */
  step: string;
  capability: string;
  arguments: Json;
  at: number;
}

/**
 * - `unavailable`: 503, nothing was done. `refused`: 4xx, nothing was done, never will be.
 * - `lost-answer`: done, but the answer never came. `lost-request`: not done, and nobody knows that.
 */
export type Fault = 'unavailable' | 'refused' | 'lost-answer' | 'lost-request';

export type Answer = Json | ((args: Json, timesAsked: number) => Json);

export class FakeVendor implements CapabilityPort {
  readonly done: Done[] = [];
  /** every request that reached the vendor, reads too */
  readonly asked: CapabilityCall[] = [];
  readonly faults: Record<string, Fault[]> = {};
  readonly answers: Record<string, Answer> = {};
  readonly pollFaults: Fault[] = [];
  reconcileFaults = 0;
  visibilityLagMs = 0;
  settleAllowanceMs = 5_000;
  sendDeadlineMs = 30_000;
  jobMs = 40_000;
  retryAfterMs: number | null = null;
  private readonly clock: Clock;
  private readonly catalog: CapabilityCatalog;

  constructor(clock: Clock, catalog: CapabilityCatalog) {
    this.clock = clock;
    this.catalog = catalog;
  }

  private now(): number {
    return this.clock.now().getTime();
  }

  private isJob(capability: string): boolean {
    return this.catalog.get(capability)?.shape === 'job';
  }

  private answer(call: CapabilityCall): Json {
    const answer = this.answers[call.capability];
    if (answer === undefined) throw new Error(`the test gives no answer for ${call.capability}`);
    const timesAsked = this.asked.filter((other) => other.capability === call.capability).length;
    return typeof answer === 'function' ? answer(call.arguments, timesAsked) : answer;
  }

  private outcome(call: CapabilityCall): Extract<ReconcileOutcome, { kind: 'done' | 'started' }> {
    if (this.isJob(call.capability)) {
      return { kind: 'started', job: { tag: call.tag }, pollAfterMs: 10_000, summary: `Started ${call.capability}` };
    }
    return { kind: 'done', output: this.answer(call), evidence: [], summary: `Did ${call.capability}` };
  }

  async call(call: CapabilityCall): Promise<CallOutcome> {
    this.asked.push(structuredClone(call));
    const fault = this.faults[call.capability]?.shift();
    const failure = (maybeApplied: boolean, retryable: boolean, message: string): CallOutcome => ({
      kind: 'error',
      maybeApplied,
      retryable,
      retryAfterMs: this.retryAfterMs,
      message,
    });
    if (fault === 'unavailable') return failure(false, true, 'the vendor answers 503');
    if (fault === 'refused') return failure(false, false, 'the vendor refused it');
    if (fault === 'lost-request') return failure(true, true, 'no answer in time');
    if (this.catalog.get(call.capability)?.effect !== 'read') {
      const step = call.tag.slice(0, call.tag.lastIndexOf(':'));
      this.done.push({ tag: call.tag, step, capability: call.capability, arguments: call.arguments, at: this.now() });
    }
    return fault === 'lost-answer' ? failure(true, true, 'no answer in time') : this.outcome(call);
  }

  async poll(call: CapabilityCall, job: Json): Promise<PollOutcome> {
    const tag = typeof job === 'object' && job !== null && !Array.isArray(job) ? job.tag : null;
    const fault = this.pollFaults.shift();
    if (fault !== undefined)
      return { kind: 'error', retryable: fault === 'unavailable', retryAfterMs: null, message: `poll: ${fault}` };
    const started = this.done.find((entry) => entry.tag === tag);
    if (started === undefined) return { kind: 'error', retryable: false, retryAfterMs: null, message: 'no such job' };
    if (this.now() < started.at + this.jobMs) return { kind: 'pending', pollAfterMs: 10_000 };
    return { kind: 'done', output: this.answer(call), evidence: [], summary: `Finished ${call.capability}` };
  }

  async reconcile(call: CapabilityCall, notBefore: string): Promise<ReconcileOutcome> {
    if (this.reconcileFaults > 0) {
      this.reconcileFaults -= 1;
      return { kind: 'error', retryAfterMs: null, message: 'the job list cannot be read' };
    }
    const visibleUntil = this.now() - this.visibilityLagMs;
    const found = this.done.find(
      (entry) => entry.tag === call.tag && entry.at <= visibleUntil && entry.at >= Date.parse(notBefore),
    );
    return found === undefined ? { kind: 'not-found' } : this.outcome(call);
  }

  async sendTimeoutMs(): Promise<number> {
    return this.sendDeadlineMs;
  }

  async settleMs(): Promise<number> {
    return this.visibilityLagMs + this.settleAllowanceMs;
  }
}
