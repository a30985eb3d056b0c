// The phases that change nothing at the vendor: reading, and asking how a job is.
import type { CallPhase } from './call-in-hand.ts';

export const readOnce: CallPhase = async (call) => {
  const { ports } = call.context;
  const answer = await ports.capabilities.call(call.request());
  await ports.boundary('call-sent');
  if (answer.kind === 'done') {
    return call.saveFinal(call.answered(answer.output, answer.evidence, answer.summary));
  }
  if (answer.kind === 'started') return call.parkForJob(answer.job, answer.pollAfterMs, answer.summary);
  return answer.retryable
    ? call.retryLater(answer.message, answer.retryAfterMs)
    : call.fail('capability', answer.message);
};

export const pollJob: CallPhase = async (call) => {
  const { ports } = call.context;
  const answer = await ports.capabilities.poll(call.request(), call.state.job);
  await ports.boundary('call-sent');
  if (answer.kind === 'done') {
    return call.saveFinal(call.answered(answer.output, answer.evidence, answer.summary));
  }
  if (answer.kind === 'pending') {
    return call.isTimedOut()
      ? call.fail('timeout', 'It was started but did not finish in time; it may still run.')
      : call.parkForJob(call.state.job, answer.pollAfterMs, call.record.summary ?? 'Started');
  }
  if (answer.retryable) return call.retryLater(answer.message, answer.retryAfterMs);
  return call.fail('capability', `It was started, but its result cannot be read: ${answer.message}`);
};
