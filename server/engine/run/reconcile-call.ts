// The phase after a crash, or after no answer came: an intent without an outcome. Our tag is looked for soon and again:
// what is found is true at once and adopted. "Not there" is believed only when nothing can be under way any more and the
// vendor would show it. Then what may go again does; what may happen only once is a person's.
import type { ReconcileOutcome } from '../ports/capabilities.ts';
import type { IntentRecord, StepRecord } from '../ports/run-records.ts';
import { sayDuration } from '../spec/duration.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import type { CallInHand } from './call-in-hand.ts';
import { backoffMs, limits } from './limits.ts';

/** looks at a vendor that cannot be asked, before a person is */
const hopelessLooks = 3;
const cancelledPauseMs = 5_000;
const firstLookMs = 5_000;
/** added to a send deadline: clocks differ, and bytes take their time */
const slackMs = 5_000;

/** A run that is asked to cancel does not stay parked, so it pauses here; what was sent is settled all the same. */
const parkToSettle = async (call: CallInHand, row: StepRecord, wakeAt: string): Promise<StepEnd> => {
  const { context } = call;
  const leftMs = Date.parse(wakeAt) - context.now().getTime();
  if (context.isCancelled) await context.ports.clock.sleep(Math.min(Math.max(leftMs, 0), cancelledPauseMs));
  return context.parkUntil(row, 'retry', wakeAt);
};

/** Each look after twice the time of the one before, the last when "not there" can be believed. */
const lookAgain = (call: CallInHand, intent: IntentRecord, settledMs: number): Promise<StepEnd> => {
  const nowMs = call.context.now().getTime();
  const pauseMs = Math.max(firstLookMs, nowMs - Date.parse(intent.createdAt));
  const wakeAt = new Date(Math.min(settledMs, nowMs + pauseMs)).toISOString();
  const then = call.plan.info.idempotency === 'once' ? 'a person decides' : 'it is sent again';
  const left = sayDuration(Math.max(1_000, settledMs - nowMs));
  const summary = `No answer came, so it may have happened. Looking for it for ${left} at most; if it is not there then, ${then}`;
  return parkToSettle(call, call.row({ failures: 0 }, { summary }), wakeAt);
};

const adopt = async (
  call: CallInHand,
  found: Extract<ReconcileOutcome, { kind: 'done' | 'started' }>,
): Promise<StepEnd | null> => {
  const { context, attempt } = call;
  if (found.kind === 'done') {
    call.record = call.answered(found.output, found.evidence, found.summary);
    await context.settle(call.record, attempt, 'adopted', found.output);
    return null;
  }
  const row = call.row({ phase: 'job', job: found.job, failures: 0 }, { summary: found.summary });
  await context.settle(row, attempt, 'adopted', { job: found.job });
  return call.parkForJob(found.job, found.pollAfterMs, found.summary);
};

/** Null = asking the vendor leads nowhere (any more). */
const askLater = async (
  call: CallInHand,
  problem: Extract<ReconcileOutcome, { kind: 'error' }>,
  deadlineMs: number,
  settledMs: number,
): Promise<StepEnd | null> => {
  const { context } = call;
  const { failures } = call.state;
  const nowMs = context.now().getTime();
  // No time to come back at: the vendor cannot be asked about this, however long we wait. A person may know at once, but
  // whatever they decide must not meet bytes that are still on their way.
  const cannotTell = (context.isCancelled || problem.retryAfterMs === null) && failures >= hopelessLooks;
  const isHopeless = (cannotTell && nowMs >= deadlineMs) || (call.isTimedOut() && nowMs >= settledMs);
  if (isHopeless) return null;
  const wakeMs = nowMs + backoffMs(failures, problem.retryAfterMs);
  const wakeAt = new Date(cannotTell ? Math.min(wakeMs, deadlineMs) : wakeMs).toISOString();
  const summary = `No answer came, so it may have happened. It cannot be looked for yet: ${problem.message}`;
  return parkToSettle(call, call.row({ failures: failures + 1 }, { summary }), wakeAt);
};

const sendAgain = async (call: CallInHand): Promise<null> => {
  const { attempt } = call;
  await call.context.settle(call.row({ failures: 0 }, { attempt: attempt + 1 }), attempt, 'released', null);
  return null;
};

export const reconcile = async (call: CallInHand, intent: IntentRecord): Promise<StepEnd | null> => {
  const { context, attempt } = call;
  const { capabilities } = context.ports;
  const request = call.request();
  const settleMs = await capabilities.settleMs(request);
  const deadlineMs = Date.parse(intent.sendDeadline) + Math.min(slackMs, settleMs);
  const settledMs = Date.parse(intent.sendDeadline) + settleMs;
  const beganMs = context.now().getTime();
  if (beganMs < Math.min(settledMs, Date.parse(intent.createdAt) + firstLookMs)) {
    return lookAgain(call, intent, settledMs);
  }
  const found = await capabilities.reconcile(request, intent.createdAt);
  if (found.kind === 'done' || found.kind === 'started') return adopt(call, found);
  if (found.kind === 'error') {
    const later = await askLater(call, found, deadlineMs, settledMs);
    if (later !== null) return later;
  } else if (found.kind === 'not-sent') {
    // The look began when nothing could leave any more: whatever it is, it certainly did not happen.
    if (beganMs < deadlineMs) return lookAgain(call, intent, deadlineMs);
    if (attempt < limits.attemptsPerStep) return sendAgain(call);
  } else {
    // The look began before "not there" could be believed.
    if (beganMs < settledMs) return lookAgain(call, intent, settledMs);
    if (call.plan.info.idempotency !== 'once' && attempt < limits.attemptsPerStep) return sendAgain(call);
  }
  const summary = 'Nobody knows whether it happened; a person decides';
  await context.settle(call.row({ phase: 'deciding' }, { status: 'unknown', summary }), attempt, 'unknown', null);
  return null;
};
