// What expressions see of a run.
import type { Playbook } from '../plan/compiled-step.ts';
import { allSteps } from '../plan/compiled-step.ts';
import type { JsonObject, RunRecord, StepError, StepRecord } from '../ports/run-records.ts';
import { factNames } from '../spec/facts.ts';

export interface RunFailure {
  path: string;
  error: StepError;
  /** when it was seen */
  at: string;
}

const stepFacts = (record: StepRecord | undefined): JsonObject => {
  const error = record?.error ?? null;
  return {
    output: record?.output ?? null,
    status: record?.status ?? 'not-run',
    error: error === null ? null : { code: error.code, message: error.message },
  };
};

export const factsOfRun = (
  run: RunRecord,
  playbook: Playbook,
  records: ReadonlyMap<string, StepRecord>,
  moment: { now: Date; failure: RunFailure | null },
): JsonObject => {
  const named = allSteps([...playbook.steps, ...playbook.onFailure]).filter((step) => step.id !== null);
  const { failure, now } = moment;
  return {
    ...Object.fromEntries(factNames.map((name) => [name, null])),
    ...run.facts,
    inputs: run.inputs,
    steps: Object.fromEntries(named.map((step) => [step.path, stepFacts(records.get(step.path))])),
    run: { id: run.runId, startedAt: run.createdAt },
    now: now.toISOString(),
    failure: failure === null ? null : { path: failure.path, code: failure.error.code, message: failure.error.message },
  };
};
