// What a person may say about a side effect nobody knows of, and when it is too late to say it.
import { describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { cancelRun as cancelInRuntime, signalRun } from '#server/runtime/run-signals.ts';
import { cancelRun } from './cancel-run.ts';
import { decideStep } from './decide-step.ts';
import type { RunStatus } from './list-runs.schema.ts';
import { seedRun } from './testing/seed-run.ts';

const database = testDatabase();
const deps = { database, runtime: { signal: signalRun, cancel: cancelInRuntime } };

async function unknownRun(reason = 'decision', status: RunStatus = 'unknown') {
  const run = await seedRun(database, { status });
  const { orgId } = run.tenant;
  await database.withTenant(run.tenant, async (db) => {
    await db.runStep.create({
      data: { orgId, runId: run.runId, path: 'clean', position: 0, kind: 'call', status: 'unknown', attempt: 2 },
    });
    await db.runWait.create({
      data: { orgId, runId: run.runId, path: 'clean', seq: 0, reason, topic: 'decision:clean' },
    });
  });
  const input = { runId: run.runId, path: 'clean', attempt: 2, decision: 'happened', comment: 'I looked' } as const;
  const traces = () =>
    database.withTenant(run.tenant, async (db) => ({
      signals: await db.runSignal.findMany({ where: { runId: run.runId } }),
      entries: await db.auditEntry.findMany({ where: { targetId: run.runId } }),
    }));
  return { ...run, input, traces };
}

describe('a decision about an unknown step', () => {
  it('reaches the run under the topic it waits for, and the audit log names the person', async () => {
    const run = await unknownRun();
    expect(await decideStep(run.tenant, run.input, deps)).toEqual({ result: 'woken' });
    const { signals, entries } = await run.traces();
    expect(signals).toMatchObject([
      { topic: 'decision:clean', payload: { decision: 'happened', comment: 'I looked' } },
    ]);
    expect(entries).toMatchObject([{ action: 'decide-step', actor: run.tenant.actor, why: 'I looked' }]);
  });

  it('is made once, however often the button is pressed', async () => {
    const run = await unknownRun();
    const presses = Array.from({ length: 5 }, () =>
      decideStep(run.tenant, run.input, deps).catch((error) => error.code),
    );
    const answers = await Promise.all(presses);
    expect(answers.filter((answer) => answer.result === 'woken')).toHaveLength(1);
    expect((await run.traces()).signals).toHaveLength(1);
  });

  it.each([
    ['a run that waits for something else', 'job', {}],
    ['another step', 'decision', { path: 'note' }],
    ['an attempt that is over', 'decision', { attempt: 1 }],
  ] as const)('is refused for %s', async (_case, reason, change) => {
    const run = await unknownRun(reason);
    const attempt = decideStep(run.tenant, { ...run.input, ...change }, deps);
    await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/CONFLICT|NOT_FOUND/) });
    expect(await run.traces()).toEqual({ signals: [], entries: [] });
  });
});

describe('cancelling', () => {
  it('asks a living run and leaves an entry; a finished one is left as it is', async () => {
    const run = await unknownRun();
    expect(await cancelRun(run.tenant, run, deps)).toEqual({ result: 'requested' });
    expect((await run.traces()).entries).toMatchObject([{ action: 'cancel-run' }]);
    const over = await seedRun(database, { status: 'succeeded' });
    expect(await cancelRun(over.tenant, over, deps)).toEqual({ result: 'finished' });
  });
});
