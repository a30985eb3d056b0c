// set: give a name to a value that several steps use.
import { resolveTemplates } from '../expression/template.ts';
import { failToBegin } from './call.ts';
import type { StepKind } from './step-kind.ts';

export const setStep: StepKind<'set'> = {
  async run(step, context) {
    const known = context.record(step.path);
    if (known !== undefined && context.isFinal(known)) return context.endOf(known);
    try {
      const output = resolveTemplates(step.spec.set, context.facts());
      const record = known ?? (await context.begin({ path: step.path, kind: step.kind, input: step.spec.set }));
      return await context.finish(record, {
        status: 'ok',
        output,
        summary: `Set ${Object.keys(step.spec.set).join(', ')}`,
      });
    } catch (caught) {
      return failToBegin(step, caught, context);
    }
  },
};
