// verify: read a fact again, wait and repeat, decide. Exit code 0 is not success; this is.
import { ExpressionError } from '../expression/cel-syntax.ts';
import { evaluateCondition } from '../expression/evaluate-expression.ts';
import type { CompiledStepOf } from '../plan/compiled-step.ts';
import type { Json, JsonObject, StepRecord } from '../ports/run-records.ts';
import { callTag } from '../run/call-tag.ts';
import { backoffMs, limits } from '../run/limits.ts';
import type { RunContext } from '../run/run-context.ts';
import { parseDurationMs } from '../spec/duration.ts';
import { failToBegin, resolveArguments } from './call.ts';
import type { StepEnd, StepKind } from './step-kind.ts';

interface VerifyState {
  tries: number;
  failures: number;
  /** not before this time */
  notBefore: string;
}

const readState = (state: Json, startedAt: string): VerifyState => {
  const given: JsonObject = typeof state === 'object' && state !== null && !Array.isArray(state) ? state : {};
  return {
    tries: typeof given.tries === 'number' ? given.tries : 0,
    failures: typeof given.failures === 'number' ? given.failures : 0,
    notBefore: typeof given.notBefore === 'string' ? given.notBefore : startedAt,
  };
};

const judge = (step: CompiledStepOf<'verify'>, context: RunContext): { isTrue: boolean; why: string } => {
  try {
    const isTrue = evaluateCondition(step.spec.verify, context.facts());
    return { isTrue, why: `not true: ${step.spec.verify}` };
  } catch (caught) {
    // A reading that lacks the fact is a reading that does not prove it; the next one may.
    if (caught instanceof ExpressionError) return { isTrue: false, why: `cannot be told: ${caught.message}` };
    throw caught;
  }
};

const read = async (
  step: CompiledStepOf<'verify'>,
  record: StepRecord,
  context: RunContext,
): Promise<StepEnd | null> => {
  const { orgId, runId } = context.run;
  const state = readState(record.state, record.startedAt);
  const timeoutMs = step.spec.timeout === undefined ? limits.defaultStepTimeoutMs : parseDurationMs(step.spec.timeout);
  const isTimedOut = context.now().getTime() >= Date.parse(record.startedAt) + timeoutMs;
  const answer = await context.ports.capabilities.call({
    orgId,
    runId,
    path: step.path,
    capability: step.spec.read,
    arguments: record.input,
    tag: callTag(runId, step.path, record.attempt),
    allowedEffect: 'read',
  });
  await context.ports.boundary('call-sent');
  const again = (next: StepRecord, change: Partial<VerifyState>, delayMs: number): Promise<StepEnd> => {
    const notBefore = context.after(delayMs);
    return context.parkUntil({ ...next, state: { ...state, ...change, notBefore } }, 'retry', notBefore);
  };
  if (answer.kind === 'error') {
    if (!answer.retryable)
      return context.fail(record, { code: 'capability', message: answer.message, retryable: false });
    if (isTimedOut) return context.fail(record, { code: 'timeout', message: answer.message, retryable: false });
    const waiting = { ...record, summary: `Waiting: ${answer.message}` };
    return again(waiting, { failures: state.failures + 1 }, backoffMs(state.failures, answer.retryAfterMs));
  }
  if (answer.kind === 'started') {
    return context.fail(record, {
      code: 'capability',
      message: `${step.spec.read} cannot be read at once.`,
      retryable: false,
    });
  }
  const taken: StepRecord = {
    ...record,
    output: answer.output,
    evidence: [...record.evidence, ...answer.evidence],
    attempt: state.tries + 1,
  };
  context.remember(taken);
  const { isTrue, why } = judge(step, context);
  if (isTrue) {
    const summary = `Proved: ${step.spec.title ?? step.spec.verify}`;
    return context.finish(taken, { status: 'ok', output: answer.output, evidence: answer.evidence, summary });
  }
  const tries = state.tries + 1;
  const { retry } = step.spec;
  if (retry !== undefined && tries <= retry.times && !isTimedOut) {
    return again(
      { ...taken, summary: `Reading ${tries} of ${retry.times + 1}: ${why}` },
      { tries, failures: 0 },
      parseDurationMs(retry.every),
    );
  }
  return context.fail(taken, {
    code: 'verify',
    message: `After ${tries} reading${tries === 1 ? '' : 's'} ${why}`,
    retryable: false,
  });
};

export const verifyStep: StepKind<'verify'> = {
  async run(step, context) {
    try {
      let record = context.record(step.path);
      if (record === undefined) {
        const delayMs = step.spec.after === undefined ? 0 : parseDurationMs(step.spec.after);
        record = await context.begin({
          path: step.path,
          kind: step.kind,
          capability: step.spec.read,
          input: resolveArguments(step.spec.read, step.spec.with, context),
          state: { tries: 0, failures: 0, notBefore: context.after(delayMs) },
        });
      }
      if (context.isFinal(record)) return context.endOf(record);
      if (context.isCancelled) return context.cancelled();
      const { notBefore } = readState(record.state, record.startedAt);
      if (context.now().getTime() < Date.parse(notBefore)) return context.parkUntil(record, 'timer', notBefore);
      return (await read(step, record, context)) ?? { kind: 'done' };
    } catch (caught) {
      return failToBegin(step, caught, context);
    }
  },
};
