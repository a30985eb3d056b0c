// The in-memory journal and runtime, joined for the contract suites.
import type { SqlTransaction } from '../ports/durable-runtime.ts';
import type { ContractHarness } from './contract-harness.ts';
import { MemoryJournal } from './memory-journal.ts';
import { MemoryRuntime } from './memory-runtime.ts';
import { MemoryStore } from './memory-store.ts';
import { VirtualClock } from './virtual-clock.ts';

const noSql: SqlTransaction = {
  query: async () => {
    throw new Error('there is no SQL in memory');
  },
};

export const makeMemoryHarness = async (): Promise<ContractHarness> => {
  const clock = new VirtualClock();
  const store = new MemoryStore();
  const runtime = new MemoryRuntime(store, clock);
  let runs = 0;
  return {
    journal: new MemoryJournal(store, clock),
    runtime,
    now: () => clock.now(),
    transaction: (work) => store.transaction(() => work(noSql)),
    insertRun: async (_tx, run = {}) => {
      runs += 1;
      return store.insertRun({
        orgId: 'org-1',
        runId: `run-${runs}`,
        seq: 0,
        status: 'queued',
        playbook: { id: 'p', versionId: 'v', slug: 's', version: '1.0.0', contentHash: 'h', source: '' },
        facts: run.facts ?? {},
        inputs: run.inputs ?? {},
        startedBy: 'system:test',
        createdAt: clock.now().toISOString(),
        deadlineAt: new Date(clock.now().getTime() + 86_400_000).toISOString(),
        cancelRequestedBy: null,
      });
    },
    readRun: async (ref) => {
      const { record, outcome } = store.run(ref);
      return { status: record.status, seq: record.seq, outcome };
    },
    decideApproval: async (ref, approvalId, status) => {
      const approval = store.run(ref).approvals.get(approvalId);
      if (approval !== undefined) Object.assign(approval.record, { status, decidedBy: 'user:approver' });
    },
    eventually: async (isSo) => {
      for (let deliveries = 0; deliveries < 10_000; deliveries += 1) {
        if (await isSo()) return;
        if (!(await runtime.deliverNext())) break;
      }
      if (!(await isSo())) throw new Error('it never came to that: nothing is left to deliver');
    },
    quiesce: async () => {
      while (await runtime.deliverNext(clock.now())) {
        // until nothing is due
      }
    },
    close: async () => runtime.shutdown(),
  };
};
