// if / then / else: decided once, then the row says which way.
import { evaluateCondition } from '../expression/evaluate-expression.ts';
import { failToBegin } from './call.ts';
import type { StepKind } from './step-kind.ts';

export const chooseStep: StepKind<'if'> = {
  async run(step, context) {
    const known = context.record(step.path);
    if (known !== undefined && context.isFinal(known)) return context.endOf(known);
    try {
      const branch = evaluateCondition(step.spec.if, context.facts()) ? 'then' : 'else';
      const record = known ?? (await context.begin({ path: step.path, kind: step.kind, input: { if: step.spec.if } }));
      const summary = `${step.spec.if} is ${branch === 'then' ? 'true' : 'false'}`;
      return await context.finish(record, { status: 'ok', output: { branch }, summary });
    } catch (caught) {
      return failToBegin(step, caught, context);
    }
  },
};
