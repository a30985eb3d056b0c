// The phase that only a person ends: nobody knows whether it happened.
import type { Json } from '../ports/run-records.ts';
import { type CallInHand, type CallPhase, stepError } from './call-in-hand.ts';
import type { StepResult } from './step-rows.ts';
import { decisionTopic, readDecision } from './unknown-decision.ts';

const apply = async (call: CallInHand, payload: Json, key: string): Promise<void> => {
  const { context, attempt } = call;
  const answer = readDecision(payload);
  const used = [...call.state.used, key];
  // Not an answer: remembered as used, and the wait goes on.
  if (answer === null) return context.save(call.row({ used }));
  const { by, output } = answer;
  const end = (outcome: 'adopted' | 'unknown', result: StepResult): Promise<void> => {
    call.record = context.result(call.row({ used }), result);
    return context.settle(call.record, attempt, outcome, { by });
  };
  switch (answer.decision) {
    case 'retry': {
      const firstAt = context.now().toISOString();
      const summary = `Sent again by decision of ${by}`;
      const row = call.row(
        { phase: 'calling', used, failures: 0, firstAt },
        { attempt: attempt + 1, status: 'started', summary },
      );
      return context.settle(row, attempt, 'released', { by });
    }
    case 'happened':
      return end('adopted', { status: 'ok', output, summary: `${by} says that it happened` });
    case 'skip':
      return end('unknown', { status: 'skipped', summary: `${by} went on without it` });
    case 'fail': {
      const error = stepError('unknown', `${by} gave it up; nobody knows whether it happened.`);
      return end('unknown', { status: 'failed', error, summary: `${by} gave it up` });
    }
  }
};

export const decide: CallPhase = async (call) => {
  const { context } = call;
  const topic = decisionTopic(call.plan.path);
  let signal = context.signal(topic, call.state.used);
  if (signal === undefined && context.isCancelled) {
    const error = stepError('cancelled', 'Cancelled; nobody knows whether it happened.');
    await context.save(context.result(call.record, { status: 'failed', error, summary: call.record.summary }));
    const outcome = `Cancelled by ${context.run.cancelRequestedBy}; a step is unknown.`;
    return { kind: 'ended', status: 'cancelled', outcome };
  }
  if (signal === undefined) {
    const parked = await context.park(call.record, { reason: 'decision', topic, wakeAt: null }, 'unknown');
    if (parked.kind === 'parked') return parked;
    signal = parked.signal;
  }
  // An answer that was acted on before a crash is only thrown away.
  if (!call.state.used.includes(signal.key)) await apply(call, signal.payload, signal.key);
  await context.consume(signal);
  return null;
};
