// The one interface of all step kinds, and what a step can come to.
import type { CompiledStepOf } from '../plan/compiled-step.ts';
import type { FinalRunStatus, StepError } from '../ports/run-records.ts';
import type { RunContext } from '../run/run-context.ts';
import type { StepKindName } from '../spec/step-schemas.ts';

export type StepEnd =
  /** its row is final and the run may go on */
  | { kind: 'done' }
  /** its row says why; `otherwise`, then `onFailure`, then a failed run */
  | { kind: 'failed'; path: string; error: StepError }
  /** the segment is over; the lease is gone, touch nothing any more */
  | { kind: 'parked' }
  /** something earlier changed: walk the plan again from the top */
  | { kind: 'again' }
  | { kind: 'ended'; status: FinalRunStatus; outcome: string };

/**
 * A step kind runs one step as far as it goes now. It is called again, with the journaled row, in every later segment
 * until its row is final; whatever must not be decided twice is therefore in the row. Failures of the world are
 * values; anything thrown (LeaseLost, a dead database) is not the step's to catch.
 */
export interface StepKind<K extends StepKindName> {
  run(step: CompiledStepOf<K>, context: RunContext): Promise<StepEnd>;
}
