// Walks the plan from the top in every segment. Steps whose row is final answer at once; the first that is not goes on.
import { ExpressionError } from '../expression/cel-syntax.ts';
import { evaluateCondition } from '../expression/evaluate-expression.ts';
import type { CompiledStep } from '../plan/compiled-step.ts';
import { failToBegin } from '../steps/call.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import { runStep } from '../steps/step-kinds.ts';
import { refuseNewStep } from './refuse-new-step.ts';
import type { RunContext } from './run-context.ts';

/** A step that has no row yet: may it begin at all, and does its own condition hold? Null = run it. */
const enter = async (step: CompiledStep, context: RunContext): Promise<StepEnd | null> => {
  const refused = await refuseNewStep(context);
  if (refused !== null) return refused;
  if (step.kind === 'if' || step.condition === null) return null;
  try {
    if (evaluateCondition(step.condition, context.facts())) return null;
  } catch (caught) {
    if (caught instanceof ExpressionError) return failToBegin(step, caught, context);
    throw caught;
  }
  const record = await context.begin({ path: step.path, kind: step.kind, input: { if: step.condition } });
  return context.finish(record, { status: 'skipped', summary: `Skipped: ${step.condition} is false` });
};

const takenBranch = (step: CompiledStep, context: RunContext): CompiledStep[] => {
  const output = context.record(step.path)?.output;
  const branch = typeof output === 'object' && output !== null && !Array.isArray(output) ? output.branch : null;
  return (branch === 'then' ? step.branches.then : step.branches.else) ?? [];
};

const walkOne = async (step: CompiledStep, context: RunContext): Promise<StepEnd> => {
  const record = context.record(step.path);
  if (record === undefined) {
    const end = await enter(step, context);
    if (end !== null) return end;
  } else if (
    context.isCancelled &&
    !context.isFinal(record) &&
    step.kind !== 'call' &&
    !context.hasOpenIntent(step.path)
  ) {
    // A call settles what it has under way before it gives up; the others have nothing under way.
    return context.cancelled();
  }
  if (context.record(step.path)?.status === 'skipped') return { kind: 'done' };
  if (
    record !== undefined &&
    !context.isFinal(record) &&
    step.kind !== 'call' &&
    context.isPastDeadline &&
    !context.hasOpenIntent(step.path)
  ) {
    return context.fail(record, { code: 'limit', message: 'The run is past its deadline.', retryable: false });
  }
  const end = await runStep(step, context);
  if (end.kind !== 'done' || step.kind !== 'if') return end;
  return walkSteps(takenBranch(step, context), context);
};

export const walkSteps = async (steps: CompiledStep[], context: RunContext): Promise<StepEnd> => {
  for (const step of steps) {
    const end = await walkOne(step, context);
    if (end.kind === 'done') continue;
    const otherwise = step.branches.otherwise;
    const isOwnFailure = end.kind === 'failed' && end.path === step.path;
    if (!isOwnFailure || otherwise === undefined) return end;
    const handled = await walkSteps(otherwise, context);
    if (handled.kind !== 'done') return handled;
    // What was not proved or not approved is never followed by the steps that relied on it.
    if (step.kind === 'verify' || step.kind === 'approve') {
      return { kind: 'ended', status: 'stopped', outcome: `${end.error.message} Handled by the playbook.` };
    }
  }
  return { kind: 'done' };
};
