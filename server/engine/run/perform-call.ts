// One call of a capability, crash-safe. The order is the whole point:
//   1. an intent row is committed; only its inserter may send          (send-call.ts)
//   2. the bytes leave, before the intent's deadline
//   3. the answer is a second commit
// An intent without an answer is ambiguous and is reconciled (reconcile-call.ts); what stays unknown is decided by a
// person (decide-call.ts). Reads and polls need none of it (read-call.ts).
import type { StepEnd } from '../steps/step-kind.ts';
import { CallInHand, type CallPhase, type CallPlan } from './call-in-hand.ts';
import { newCallState, writeCallState } from './call-state.ts';
import { decide } from './decide-call.ts';
import { pollJob, readOnce } from './read-call.ts';
import { reconcile } from './reconcile-call.ts';
import type { RunContext } from './run-context.ts';
import { sendOnce } from './send-call.ts';

const cancel: CallPhase = async (call) => {
  const isUnderWay = call.state.phase === 'job';
  await call.fail('cancelled', isUnderWay ? 'Cancelled while the vendor was still at it.' : 'Cancelled.');
  return call.context.cancelled();
};

/** What is next, from the row and its intent alone. */
const nextPhase = (call: CallInHand): CallPhase => {
  const intent = call.context.intent(call.plan.path, call.attempt);
  if (intent?.outcome === null) return () => reconcile(call, intent);
  if (call.state.phase === 'deciding') return decide;
  if (call.context.isCancelled) return cancel;
  if (call.state.phase === 'job') return pollJob;
  return call.plan.effect === 'read' ? readOnce : sendOnce;
};

/** Begin a call or go on with it. */
export const performCall = async (plan: CallPlan, context: RunContext): Promise<StepEnd> => {
  const record =
    context.record(plan.path) ??
    (await context.begin({
      path: plan.path,
      kind: plan.kind,
      capability: plan.info.name,
      input: plan.resolve(),
      state: writeCallState(newCallState(context.now().toISOString())),
    }));
  const call = new CallInHand(plan, context, record);
  for (;;) {
    if (context.isFinal(call.record)) return context.endOf(call.record);
    const end = await nextPhase(call)(call);
    if (end !== null) return end;
  }
};
