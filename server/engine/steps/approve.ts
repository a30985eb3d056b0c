// approve: people are shown the exact plan of what follows; the run sleeps until they answer or time is up.
import { resolveTemplates } from '../expression/template.ts';
import type { CompiledStepOf } from '../plan/compiled-step.ts';
import type { ApprovalPlan, ApprovalRecord } from '../ports/approvals.ts';
import type { Json, StepRecord } from '../ports/run-records.ts';
import { planAfter } from '../run/match-plan.ts';
import type { RunContext } from '../run/run-context.ts';
import { parseDurationMs } from '../spec/duration.ts';
import type { StepEnd, StepKind } from './step-kind.ts';

export interface ApprovalState {
  plan: ApprovalPlan | null;
  approvalId: string | null;
}

/** signalled by whoever records the decision */
export const approvalTopic = (approvalId: string): string => `approval:${approvalId}`;

export const readApprovalState = (state: Json): ApprovalState => {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return { plan: null, approvalId: null };
  const { plan, approvalId } = state;
  const isPlan = typeof plan === 'object' && plan !== null && !Array.isArray(plan) && typeof plan.planHash === 'string';
  // Written by `writeState` below and by nobody else.
  return {
    plan: isPlan ? (plan as unknown as ApprovalPlan) : null,
    approvalId: typeof approvalId === 'string' ? approvalId : null,
  };
};

const writeState = (state: ApprovalState): Json => ({
  plan: state.plan as unknown as Json,
  approvalId: state.approvalId,
});

const makePlan = (step: CompiledStepOf<'approve'>, context: RunContext): ApprovalPlan => {
  const { reason, from, timeout } = step.spec.approve;
  const said = reason === undefined ? context.playbook.head.title : resolveTemplates(reason, context.facts());
  return {
    path: step.path,
    ...planAfter(step.path, context),
    reason: typeof said === 'string' ? said : JSON.stringify(said),
    fromRole: from,
    expiresAt: context.after(parseDurationMs(timeout)),
  };
};

/** The plan changed since it was approved: the approve step asks again, with the new plan. */
export const replan = async (path: string, context: RunContext): Promise<void> => {
  const step = context.compiled(path);
  const record = context.record(path);
  if (step?.kind !== 'approve' || record === undefined) throw new Error(`no approval at ${path}`);
  const plan = makePlan(step, context);
  await context.save({
    ...record,
    status: 'waiting',
    input: plan.calls as unknown as Json,
    output: null,
    finishedAt: null,
    state: writeState({ plan, approvalId: null }),
    summary: 'The plan changed; asking again',
  });
};

const judge = async (record: StepRecord, approval: ApprovalRecord, context: RunContext): Promise<StepEnd | null> => {
  const by = approval.decidedBy ?? 'nobody';
  if (approval.status === 'approved') {
    const output = { decidedBy: approval.decidedBy, comment: approval.comment };
    return context.finish(record, { status: 'ok', output, summary: `Approved by ${by}` });
  }
  const isLate = approval.status === 'expired' || context.now().getTime() >= Date.parse(approval.expiresAt);
  if (approval.status === 'pending' && !isLate) return null;
  const message = isLate ? 'Nobody answered in time, which is a no.' : `Not approved (${approval.status} by ${by}).`;
  return context.fail(record, { code: isLate ? 'expired' : 'denied', message, retryable: false });
};

export const approveStep: StepKind<'approve'> = {
  async run(step, context) {
    let record = context.record(step.path);
    if (record === undefined) {
      const plan = makePlan(step, context);
      record = await context.begin({
        path: step.path,
        kind: step.kind,
        input: plan.calls as unknown as Json,
        state: writeState({ plan, approvalId: null }),
      });
    }
    for (;;) {
      if (context.isFinal(record)) return context.endOf(record);
      const { plan } = readApprovalState(record.state);
      if (plan === null) throw new Error(`the approval at ${step.path} lost its plan`);
      const approval = await context.ports.journal.requestApproval(context.lease, plan);
      record = { ...record, state: writeState({ plan, approvalId: approval.id }), summary: 'Waiting for approval' };
      const end = await judge(record, approval, context);
      if (end !== null) return end;
      const topic = approvalTopic(approval.id);
      const answer = await context.park(record, { reason: 'approval', topic, wakeAt: approval.expiresAt });
      if (answer.kind === 'parked') return answer;
      // The signal only says "look again"; what counts is the approval's own row.
      await context.consume(answer.signal);
    }
  },
};
