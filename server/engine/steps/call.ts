// call: one capability, with everything that makes a side effect safe.
import { ExpressionError } from '../expression/cel-syntax.ts';
import { resolveTemplates } from '../expression/template.ts';
import { hasTemplate } from '../plan/check-arguments.ts';
import type { CompiledStepOf } from '../plan/compiled-step.ts';
import type { ApprovalPlan } from '../ports/approvals.ts';
import type { Json, JsonObject } from '../ports/run-records.ts';
import { limits } from '../run/limits.ts';
import { isApprovedCall, planCall } from '../run/match-plan.ts';
import { performCall } from '../run/perform-call.ts';
import type { RunContext } from '../run/run-context.ts';
import { parseDurationMs } from '../spec/duration.ts';
import { readApprovalState, replan } from './approve.ts';
import type { StepEnd, StepKind } from './step-kind.ts';

export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Arguments as the capability wants them, defaults filled in. @throws ExpressionError | ArgumentError */
export const resolveArguments = (capability: string, given: Json, context: RunContext): Json => {
  const info = context.ports.catalog.get(capability);
  // checked when it was published; a catalogue may have become stricter since
  const computed = info?.literalInputs?.find((name) => isObject(given) && hasTemplate(given[name]));
  if (computed !== undefined)
    throw new ArgumentError(`"${computed}" of ${capability} is written out and never computed.`);
  const parsed = info?.input.safeParse(resolveTemplates(given, context.facts()));
  if (parsed === undefined) throw new ArgumentError(`There is no capability "${capability}".`);
  if (parsed.success) return parsed.data as Json;
  const issue = parsed.error.issues[0];
  throw new ArgumentError(`${capability} refuses ${issue?.path.join('.') || 'its arguments'}: ${issue?.message}`);
};

/** The approval is looked at again just before sending: it may be gone, or the call may not be what was approved. */
const checkApproval = async (
  step: CompiledStepOf<'call'>,
  args: Json,
  context: RunContext,
): Promise<StepEnd | null> => {
  if (step.approval === null) return null;
  const asked = context.record(step.approval);
  // An approval whose condition did not hold asked nobody; that is the playbook's policy, checked when it was installed.
  if (asked === undefined || asked.status === 'skipped') return null;
  const state = readApprovalState(asked.state);
  const plan: ApprovalPlan | null = state.plan;
  if (plan !== null && state.approvalId !== null && isApprovedCall(plan.calls, planCall(step, args, context))) {
    const approval = await context.ports.journal.readApproval(context.lease, state.approvalId);
    if (approval.status === 'approved' && approval.planHash === plan.planHash) return null;
  }
  await replan(step.approval, context);
  return { kind: 'again' };
};

/** After a ticket was created in this run, later steps find it as `ticket`. */
const learnTicket = async (step: CompiledStepOf<'call'>, context: RunContext): Promise<void> => {
  const record = context.record(step.path);
  if (step.spec.call !== 'ticket.create' || record?.status !== 'ok' || context.fact('ticket') !== null) return;
  if (record.output !== null) await context.learn('ticket', record.output);
};

export const failToBegin = async (
  step: { path: string; kind: string },
  caught: unknown,
  context: RunContext,
): Promise<StepEnd> => {
  if (!(caught instanceof ExpressionError) && !(caught instanceof ArgumentError)) throw caught;
  const code = caught instanceof ExpressionError ? 'expression' : 'arguments';
  const record = context.record(step.path) ?? (await context.begin({ path: step.path, kind: step.kind, input: null }));
  return context.fail(record, { code, message: caught.message, retryable: false });
};

export const callStep: StepKind<'call'> = {
  async run(step, context) {
    const info = context.ports.catalog.get(step.spec.call);
    if (info === undefined) throw new Error(`the checked playbook names an unknown capability ${step.spec.call}`);
    try {
      const end = await performCall(
        {
          path: step.path,
          kind: step.kind,
          info,
          effect: step.effect,
          timeoutMs: step.spec.timeout === undefined ? limits.defaultStepTimeoutMs : parseDurationMs(step.spec.timeout),
          resolve: () => resolveArguments(step.spec.call, step.spec.with, context),
          beforeSending: (args) => checkApproval(step, args, context),
        },
        context,
      );
      if (end.kind === 'done') await learnTicket(step, context);
      return end;
    } catch (caught) {
      return failToBegin(step, caught, context);
    }
  },
};
