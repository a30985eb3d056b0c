// if / then / else: decided once, then the row says which way.

import { evaluateCondition } from '../expression/evaluate-expression.ts';
import { explainCondition } from '../expression/explain-condition.ts';
import { failToBegin } from './call.ts';
import type { StepKind } from './step-kind.ts';

export const chooseStep: StepKind<'if'> = {
  async run(step, context) {
    const known = context.record(step.path);
    if (known !== undefined && context.isFinal(known)) return context.endOf(known);
    try {
      const branch = evaluateCondition(step.spec.if, context.facts()) ? 'then' : 'else';
      const record = known ?? (await context.begin({ path: step.path, kind: step.kind, input: { if: step.spec.if } }));
      const question = step.spec.title ?? step.spec.if;
      const summary =
        branch === 'then'
          ? `${question} Yes.`
          : `${question} No: ${explainCondition(step.spec.if, context.facts()).why}.`;
      return await context.finish(record, { status: 'ok', output: { branch }, summary: summary.slice(0, 500) });
    } catch (caught) {
      return failToBegin(step, caught, context);
    }
  },
};
