// Everything a run needs, in memory: a clock that jumps, a vendor that keeps the truth, and a trapdoor at each boundary.
import { checkPlaybook } from '../plan/check-playbook.ts';
import { inputsWithDefaults } from '../plan/match-triggers.ts';
import type { CapabilityCatalog } from '../ports/capabilities.ts';
import type { SqlTransaction } from '../ports/durable-runtime.ts';
import type { BoundaryName, EnginePorts } from '../ports/engine-ports.ts';
import type { ChosenPerson } from '../ports/people.ts';
import type { Json, JsonObject, RunRef, StepRecord } from '../ports/run-records.ts';
import { advance } from '../run/advance.ts';
import { runDeadlineMs } from '../run/run-deadline.ts';
import { FakeVendor } from './fake-vendor.ts';
import { MemoryJournal } from './memory-journal.ts';
import { MemoryRuntime } from './memory-runtime.ts';
import { isFinal, MemoryStore, type StoredRun } from './memory-store.ts';
import { VirtualClock } from './virtual-clock.ts';

const noSql: SqlTransaction = {
  query: async () => {
    throw new Error('there is no SQL in memory');
  },
};

export class EngineWorld {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore();
  readonly runtime = new MemoryRuntime(this.store, this.clock);
  readonly journal = new MemoryJournal(this.store, this.clock);
  readonly vendor: FakeVendor;
  readonly ports: EnginePorts;
  /** called at each boundary; throwing there is a killed process */
  onBoundary: (name: BoundaryName) => void = () => undefined;
  person: ChosenPerson | null = { engineerId: 'engineer-2', name: 'Robin', reasons: ['tier 2'] };
  private runs = 0;
  private signals = 0;

  constructor(catalog: CapabilityCatalog) {
    this.vendor = new FakeVendor(this.clock, catalog);
    this.ports = {
      journal: this.journal,
      catalog,
      capabilities: this.vendor,
      people: { choose: async () => this.person },
      clock: this.clock,
      boundary: async (name) => this.onBoundary(name),
    };
    this.runtime.onSegment((segment) => advance(this.ports, segment));
    void this.runtime.launch({ advance: true });
  }

  /** @throws Error with what the checker says */
  async start(source: string, facts: JsonObject, inputs: JsonObject = {}): Promise<RunRef> {
    const checked = checkPlaybook(source, this.ports.catalog);
    if (!checked.ok) throw new Error(checked.diagnostics.map((d) => `${d.line}:${d.column} ${d.message}`).join('\n'));
    const { playbook } = checked;
    this.runs += 1;
    const now = this.clock.now();
    const run = { orgId: 'org-1', runId: `00000000-0000-7000-8000-${String(this.runs).padStart(12, '0')}` };
    this.store.insertRun({
      ...run,
      seq: 0,
      status: 'queued',
      playbook: {
        id: 'playbook-1',
        versionId: 'version-1',
        slug: playbook.head.name,
        version: playbook.head.version,
        contentHash: playbook.contentHash,
        source,
      },
      facts,
      inputs: inputsWithDefaults(playbook, inputs),
      startedBy: 'system:test',
      createdAt: now.toISOString(),
      deadlineAt: new Date(now.getTime() + runDeadlineMs(playbook)).toISOString(),
      cancelRequestedBy: null,
    });
    await this.runtime.start(noSql, run);
    return run;
  }

  stored(run: RunRef): StoredRun {
    return this.store.run(run);
  }

  status(run: RunRef): string {
    return this.stored(run).record.status;
  }

  outcome(run: RunRef): string {
    return this.stored(run).outcome ?? '';
  }

  isFinished(run: RunRef): boolean {
    return isFinal(this.status(run));
  }

  step(run: RunRef, path: string): StepRecord {
    const step = this.stored(run).steps.get(path);
    if (step === undefined)
      throw new Error(`no step ${path}; there are ${[...this.stored(run).steps.keys()].join(', ')}`);
    return step;
  }

  /** path: status, in the order reached */
  trace(run: RunRef): string[] {
    const steps = [...this.stored(run).steps.values()].sort((a, b) => a.position - b.position);
    return steps.map((step) => `${step.path}: ${step.status}`);
  }

  /** Deliver segments, jumping over time, until nothing is left that could happen by itself. */
  async settle(maxDeliveries = 2_000): Promise<void> {
    for (let deliveries = 0; await this.runtime.deliverNext(); deliveries += 1) {
      if (deliveries > maxDeliveries) throw new Error('the run never comes to rest');
    }
  }

  /** Deliver what is due up to a time from now. */
  async pass(ms: number): Promise<void> {
    const until = new Date(this.clock.now().getTime() + ms);
    while (await this.runtime.deliverNext(until)) {
      // until nothing is due
    }
    this.clock.moveTo(until);
  }

  async signal(run: RunRef, topic: string, payload: Json): Promise<string> {
    this.signals += 1;
    return this.runtime.signal(noSql, run, { topic, key: `signal-${this.signals}`, payload });
  }

  async cancel(run: RunRef): Promise<string> {
    return this.runtime.cancel(noSql, run, 'user:u1');
  }

  async decide(run: RunRef, status: 'approved' | 'denied'): Promise<void> {
    const pending = [...this.stored(run).approvals.values()].find(({ record }) => record.status === 'pending');
    if (pending === undefined) throw new Error('nothing waits for approval');
    Object.assign(pending.record, { status, decidedBy: 'user:approver' });
    await this.signal(run, `approval:${pending.record.id}`, { status });
  }
}
