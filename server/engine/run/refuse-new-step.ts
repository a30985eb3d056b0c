// May another step begin? Looks at the run afresh: somebody may have asked to cancel, and every limit counts here.
import type { StepEnd } from '../steps/step-kind.ts';
import { limits } from './limits.ts';
import type { RunContext } from './run-context.ts';

const overLimit = (message: string): StepEnd => ({
  kind: 'failed',
  path: 'limits',
  error: { code: 'limit', message, retryable: false },
});

/** Null = it may. @throws LeaseLost */
export const refuseNewStep = async (context: RunContext): Promise<StepEnd | null> => {
  await context.refresh();
  if (context.isCancelled) return context.cancelled();
  const isHandling = context.failure !== null;
  const { records } = context;
  const stepLimit = limits.stepsPerRun + (isHandling ? limits.graceSteps : 0);
  if (records.length >= stepLimit) {
    return overLimit(`The run has taken ${limits.stepsPerRun} steps, which is the limit.`);
  }
  if (context.isPastDeadline) return overLimit('The run is past its deadline.');
  const bytes = records.reduce((sum, step) => sum + (JSON.stringify(step.output)?.length ?? 0), 0);
  if (bytes > limits.outputBytesPerRun && !isHandling) {
    return overLimit('The steps of this run have answered more than a run may keep.');
  }
  return null;
};
