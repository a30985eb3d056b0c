// wait: for a time, or for something to happen. The run sleeps in the journal, not in memory.
import type { Json } from '../ports/run-records.ts';
import { parseDurationMs } from '../spec/duration.ts';
import type { StepKind } from './step-kind.ts';

/** sent by whoever knows that it happened */
export const eventTopic = (signal: string): string => `event:${signal}`;

const untilOf = (state: Json): string => {
  const until = typeof state === 'object' && state !== null && !Array.isArray(state) ? state.until : undefined;
  if (typeof until !== 'string') throw new Error('a wait lost its end');
  return until;
};

export const waitStep: StepKind<'wait'> = {
  async run(step, context) {
    const { wait } = step.spec;
    const ms = parseDurationMs(typeof wait === 'string' ? wait : wait.timeout);
    const record =
      context.record(step.path) ??
      (await context.begin({ path: step.path, kind: step.kind, input: { wait }, state: { until: context.after(ms) } }));
    if (context.isFinal(record)) return context.endOf(record);
    const until = untilOf(record.state);
    const isOver = context.now().getTime() >= Date.parse(until);
    if (typeof wait === 'string') {
      if (!isOver) return context.parkUntil(record, 'timer', until);
      return context.finish(record, { status: 'ok', summary: `Waited ${wait}` });
    }
    const topic = eventTopic(wait.signal);
    let signal = context.signal(topic, []);
    if (signal === undefined && !isOver) {
      const answer = await context.park(record, { reason: 'event', topic, wakeAt: until });
      if (answer.kind === 'parked') return answer;
      signal = answer.signal;
    }
    if (signal === undefined) {
      const message = `"${wait.signal}" did not come within ${wait.timeout}.`;
      return context.fail(record, { code: 'timeout', message, retryable: false });
    }
    const end = await context.finish(record, {
      status: 'ok',
      output: signal.payload,
      summary: `"${wait.signal}" came`,
    });
    await context.consume(signal);
    return end;
  },
};
