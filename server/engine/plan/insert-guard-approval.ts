// `guard.approval` is an approve step that nobody has to write: it stands before the first step that may destroy.
import type { PlaybookHead } from '../spec/playbook-schema.ts';
import { type CompileContext, compileSteps } from './compile-steps.ts';
import { allSteps } from './compiled-step.ts';

export const guardApprovalPlace = 'guard';

/** The raw steps with the approval in place, and where the inserted one is (or -1). */
export const insertGuardApproval = (head: PlaybookHead, context: CompileContext): { raw: unknown[]; at: number } => {
  const approval = head.guard?.approval;
  if (approval === undefined) return { raw: head.steps, at: -1 };
  const silent: CompileContext = { ...context, report: () => undefined, ids: new Map() };
  const at = head.steps.findIndex((raw) =>
    allSteps(compileSteps([raw], ['steps'], 'steps', null, silent)).some((step) => step.effect === 'destructive'),
  );
  if (at < 0) return { raw: head.steps, at: -1 };
  const { when, otherwise, ...ask } = approval;
  const escalate = [{ escalate: { to: 'tier2', summary: `Approval of "${head.title}" was not given.` } }];
  const step = {
    ...(when === undefined ? {} : { if: when }),
    approve: ask,
    ...(otherwise === 'stop' ? {} : { otherwise: otherwise === 'escalate' ? escalate : otherwise }),
  };
  return { raw: [...head.steps.slice(0, at), step, ...head.steps.slice(at)], at };
};
