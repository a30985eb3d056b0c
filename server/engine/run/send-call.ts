// The phase in which bytes leave. The intent is committed first; only its inserter sends, and only before its deadline.
import type { CapabilityCall } from '../ports/capabilities.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import { type CallInHand, type CallPhase, stepError } from './call-in-hand.ts';
import { backoffMs } from './limits.ts';

/** Null = somebody else inserted it: reconcile instead. */
const openIntent = async (call: CallInHand, request: CapabilityCall): Promise<{ sendDeadline: string } | null> => {
  const { context, plan, attempt } = call;
  const { path, tag, capability } = request;
  const sendDeadline = context.after(await context.ports.capabilities.sendTimeoutMs(request));
  const isMine = await context.ports.journal.openIntent(context.lease, {
    path,
    attempt,
    tag,
    capability,
    effect: plan.effect === 'write' ? 'write' : 'destructive',
    idempotency: plan.info.idempotency,
    request: request.arguments,
    sendDeadline,
  });
  if (!isMine) {
    await context.refresh();
    return null;
  }
  const createdAt = context.now().toISOString();
  context.rememberIntent({ path, attempt, tag, capability, createdAt, sendDeadline, outcome: null, result: null });
  await context.ports.boundary('intent-opened');
  return { sendDeadline };
};

/** The vendor said no, or no byte left: certainly nothing happened. */
const refusedBy = async (
  call: CallInHand,
  answer: { message: string; retryable: boolean; retryAfterMs: number | null },
): Promise<StepEnd> => {
  const { context, attempt } = call;
  const { message, retryable } = answer;
  if (!retryable || call.isTimedOut()) {
    const error = stepError(retryable ? 'timeout' : 'capability', message);
    call.record = context.result(call.record, { status: 'failed', error, summary: message });
    await context.settle(call.record, attempt, 'refused', { message });
    return context.endOf(call.record);
  }
  const wakeAt = context.after(backoffMs(call.state.failures, answer.retryAfterMs));
  const row = call.row({ failures: call.state.failures + 1 }, { attempt: attempt + 1, summary: `Waiting: ${message}` });
  await context.settle(row, attempt, 'refused', { message });
  return context.parkUntil(row, 'retry', wakeAt);
};

export const sendOnce: CallPhase = async (call) => {
  const { context } = call;
  if (call.isTimedOut()) return call.fail('timeout', 'There was no time left to send it.');
  const refused = await call.plan.beforeSending(call.record.input);
  if (refused !== null) return refused;
  const request = call.request();
  const opened = await openIntent(call, request);
  if (opened === null) return null;
  // Asleep past the deadline (a paused process): somebody may be looking for our bytes already, so none may leave.
  if (context.now().getTime() >= Date.parse(opened.sendDeadline)) return null;
  const answer = await context.ports.capabilities.call(request);
  await context.ports.boundary('call-sent');
  const { attempt } = call;
  if (answer.kind === 'done') {
    call.record = call.answered(answer.output, answer.evidence, answer.summary);
    await context.settle(call.record, attempt, 'answered', answer.output);
    return null;
  }
  if (answer.kind === 'started') {
    const row = call.row({ phase: 'job', job: answer.job, failures: 0 }, { summary: answer.summary });
    await context.settle(row, attempt, 'answered', { job: answer.job });
    return call.parkForJob(answer.job, answer.pollAfterMs, answer.summary);
  }
  // May have been applied: the intent stays open, and what is open is reconciled.
  return answer.maybeApplied ? null : refusedBy(call, answer);
};
