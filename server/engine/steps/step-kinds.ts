// The table of step kinds. A new kind is a schema in spec/step-schemas.ts, a file here and a row below.
import type { CompiledStep } from '../plan/compiled-step.ts';
import type { RunContext } from '../run/run-context.ts';
import type { StepKindName } from '../spec/step-schemas.ts';
import { approveStep } from './approve.ts';
import { callStep } from './call.ts';
import { chooseStep } from './choose.ts';
import { escalateStep } from './escalate.ts';
import { setStep } from './set.ts';
import type { StepEnd, StepKind } from './step-kind.ts';
import { stopStep } from './stop.ts';
import { verifyStep } from './verify.ts';
import { waitStep } from './wait.ts';

const stepKinds: { [K in StepKindName]: StepKind<K> } = {
  call: callStep,
  verify: verifyStep,
  if: chooseStep,
  wait: waitStep,
  approve: approveStep,
  set: setStep,
  stop: stopStep,
  escalate: escalateStep,
};

export const runStep = (step: CompiledStep, context: RunContext): Promise<StepEnd> => {
  // The kind of the row and the kind of the step are the same name, which the type cannot express.
  const kind = stepKinds[step.kind] as StepKind<StepKindName>;
  return kind.run(step, context);
};
