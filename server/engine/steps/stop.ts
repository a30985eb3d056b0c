// stop: the playbook has nothing more to do, and says why.
import { resolveTemplates } from '../expression/template.ts';
import { failToBegin } from './call.ts';
import type { StepKind } from './step-kind.ts';

export const stopStep: StepKind<'stop'> = {
  async run(step, context) {
    try {
      const known = context.record(step.path);
      const said = known?.status === 'ok' ? known.output : resolveTemplates(step.spec.stop, context.facts());
      const outcome = typeof said === 'string' ? said : JSON.stringify(said);
      const record =
        known ?? (await context.begin({ path: step.path, kind: step.kind, input: { stop: step.spec.stop } }));
      if (!context.isFinal(record)) await context.finish(record, { status: 'ok', output: outcome, summary: outcome });
      return { kind: 'ended', status: 'stopped', outcome };
    } catch (caught) {
      return failToBegin(step, caught, context);
    }
  },
};
