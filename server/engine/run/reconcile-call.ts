// The phase after a crash, or after no answer came: an intent without an outcome. Wait until nothing can be under way any
// more, look for our tag, adopt what is found. Not found: what may go again does, what may happen only once is a person's.
import type { IntentRecord, StepRecord } from '../ports/run-records.ts';
import type { StepEnd } from '../steps/step-kind.ts';
import type { CallInHand } from './call-in-hand.ts';
import { backoffMs, limits } from './limits.ts';

/** looks at a vendor that cannot be asked, before a person is */
const hopelessLooks = 3;
const cancelledPauseMs = 5_000;

/** A run that is asked to cancel does not stay parked, so it pauses here; what was sent is settled all the same. */
const parkToSettle = async (call: CallInHand, row: StepRecord, wakeAt: string): Promise<StepEnd> => {
  const { context } = call;
  const leftMs = Date.parse(wakeAt) - context.now().getTime();
  if (context.isCancelled) await context.ports.clock.sleep(Math.min(Math.max(leftMs, 0), cancelledPauseMs));
  return context.parkUntil(row, 'retry', wakeAt);
};

export const reconcile = async (call: CallInHand, intent: IntentRecord): Promise<StepEnd | null> => {
  const { context, attempt } = call;
  const { capabilities } = context.ports;
  const request = call.request();
  const settledAt = new Date(Date.parse(intent.sendDeadline) + (await capabilities.settleMs(request)));
  if (context.now() < settledAt) {
    const row = call.row({}, { summary: 'Nobody knows yet whether it happened; looking for it soon' });
    return parkToSettle(call, row, settledAt.toISOString());
  }
  const found = await capabilities.reconcile(request, intent.createdAt);
  if (found.kind === 'done') {
    call.record = call.answered(found.output, found.evidence, found.summary);
    await context.settle(call.record, attempt, 'adopted', found.output);
    return null;
  }
  if (found.kind === 'started') {
    const row = call.row({ phase: 'job', job: found.job, failures: 0 }, { summary: found.summary });
    await context.settle(row, attempt, 'adopted', { job: found.job });
    return call.parkForJob(found.job, found.pollAfterMs, found.summary);
  }
  const failures = call.state.failures + 1;
  if (found.kind === 'error') {
    // No time to come back at: the vendor cannot be asked about this. Not worth a day of looking.
    const isHopeless = (context.isCancelled || found.retryAfterMs === null) && failures > hopelessLooks;
    if (!isHopeless && !call.isTimedOut()) {
      const wakeAt = context.after(backoffMs(call.state.failures, found.retryAfterMs));
      return parkToSettle(
        call,
        call.row({ failures }, { summary: `Looking whether it happened: ${found.message}` }),
        wakeAt,
      );
    }
  } else if (call.plan.info.idempotency !== 'once' && attempt < limits.attemptsPerStep) {
    await context.settle(call.row({ failures }, { attempt: attempt + 1 }), attempt, 'released', null);
    return null;
  }
  const summary = 'Nobody knows whether it happened; a person decides';
  await context.settle(call.row({ phase: 'deciding' }, { status: 'unknown', summary }), attempt, 'unknown', null);
  return null;
};
