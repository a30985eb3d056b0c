import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SegmentHandler } from '#server/engine/ports/durable-runtime.ts';
import { DbosRuntime } from './dbos-runtime.ts';
import { PostgresJournal } from './postgres-journal.ts';
import { silentLog } from './runtime-log.ts';
import { startRun } from './start-run.ts';
import { makeRuntimeDatabase, type RuntimeDatabase } from './testing/runtime-database.ts';
import { type SeededPlaybook, seedPlaybook } from './testing/seed-playbook.ts';
import { startWorker, type Worker } from './worker.ts';

let own: RuntimeDatabase;
let journal: PostgresJournal;
let events = 0;
beforeAll(async () => {
  own = await makeRuntimeDatabase();
  journal = new PostgresJournal(own.database.pool, 'test');
});
afterAll(() => own.database.close());

const makeRuntime = (orgConcurrency = 20) =>
  new DbosRuntime({
    database: own.database,
    databaseUrl: own.url,
    workerConcurrency: 20,
    orgConcurrency,
    log: silentLog,
    maxTries: 2,
  });
const work = (runtime: DbosRuntime, advance: SegmentHandler): Promise<Worker> =>
  startWorker({ database: own.database, runtime, advance, jobs: [], retentionDays: 30, log: silentLog });
const start = (playbook: SeededPlaybook) =>
  own.database.sqlWithTenant(playbook, async (sql) => {
    events += 1;
    const request = { eventKey: `e${events}`, facts: {}, inputs: {}, startedBy: 'system:test' };
    return (await startRun(sql, { ...playbook, ...request, deadlineAt: new Date('2027-01-01Z') })).runId;
  });
const readRun = async ({ orgId }: SeededPlaybook, runId: string) =>
  (
    await own.database.sqlWithTenant({ orgId }, (sql) =>
      sql.query<{ status: string; outcome: string | null }>('SELECT status, outcome FROM run WHERE id = $1', [runId]),
    )
  )[0];
const until = async (isSo: () => boolean | Promise<boolean>) => {
  for (const end = Date.now() + 20_000; !(await isSo()); ) {
    if (Date.now() > end) throw new Error('it never came to that');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const finishNow: SegmentHandler = async (segment) => {
  const lease = await journal.claim(segment);
  if (lease !== null) await journal.finish(lease, 'succeeded', 'done');
};

describe('a worker', () => {
  it('ends a run visibly that our own code cannot advance', async () => {
    const playbook = await seedPlaybook(own.database);
    let tries = 0;
    const worker = await work(makeRuntime(), async () => {
      tries += 1;
      throw new Error('a bug of ours');
    });
    const runId = await start(playbook);
    await until(async () => (await readRun(playbook, runId))?.status === 'failed');
    expect((await readRun(playbook, runId))?.outcome).toContain('a bug of ours');
    expect(tries).toBe(2);
    await worker.stop();
  });

  it('stops at the next boundary, and the run goes on elsewhere without a wait', async () => {
    const playbook = await seedPlaybook(own.database);
    const runtime = makeRuntime();
    let isHeld = false;
    const worker = await work(runtime, async (segment) => {
      // an earlier test's run may have its closing segment left
      if (segment.orgId !== playbook.orgId) return finishNow(segment);
      await journal.claim(segment);
      for (isHeld = true; ; ) {
        await own.database.pool.query('SELECT 1');
        await runtime.boundary('step-saved');
      }
    });
    const runId = await start(playbook);
    await until(() => isHeld);
    await worker.stop();
    expect((await readRun(playbook, runId))?.status).toBe('running');
    const next = await work(makeRuntime(), finishNow);
    await until(async () => (await readRun(playbook, runId))?.status === 'succeeded');
    await next.stop();
  });

  it('does not stop between an intent and its answer', async () => {
    const playbook = await seedPlaybook(own.database);
    const runtime = makeRuntime();
    const passed: string[] = [];
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const worker = await work(runtime, async (segment) => {
      if (segment.orgId !== playbook.orgId) return finishNow(segment);
      const lease = await journal.claim(segment);
      await runtime.boundary('intent-opened');
      passed.push('sent');
      await answered;
      await runtime.boundary('call-sent');
      passed.push('answered');
      if (lease !== null) await journal.finish(lease, 'succeeded', 'done');
    });
    const runId = await start(playbook);
    await until(() => passed.length === 1);
    const stopping = worker.stop();
    answer();
    await stopping;
    expect(passed).toEqual(['sent', 'answered']);
    expect((await readRun(playbook, runId))?.status).toBe('succeeded');
  });

  it('advances so many runs of an org at a time, and another org does not queue behind them', async () => {
    const [noisy, quiet] = [await seedPlaybook(own.database), await seedPlaybook(own.database)];
    let atOnce = 0;
    let most = 0;
    let noisyEnded = 0;
    let noisyEndedBeforeQuiet = -1;
    const worker = await work(makeRuntime(2), async (segment) => {
      if (segment.orgId === quiet.orgId) noisyEndedBeforeQuiet = noisyEnded;
      if (segment.orgId !== noisy.orgId) return finishNow(segment);
      atOnce += 1;
      most = Math.max(most, atOnce);
      try {
        await own.database.pool.query('SELECT pg_sleep(0.05)');
        await finishNow(segment);
        noisyEnded += 1;
      } finally {
        atOnce -= 1;
      }
    });
    for (let i = 0; i < 60; i++) await start(noisy);
    await until(() => noisyEnded > 0);
    await start(quiet);
    await until(() => noisyEndedBeforeQuiet >= 0);
    expect(noisyEndedBeforeQuiet).toBeLessThan(40);
    await until(() => noisyEnded === 60);
    expect(most).toBeLessThanOrEqual(2);
    await worker.stop();
  });
});

describe('a process that only enqueues', () => {
  it('launches and stops without a heartbeat, and its runs wait for a worker', async () => {
    const playbook = await seedPlaybook(own.database);
    const web = makeRuntime();
    await web.launch({ advance: false });
    const runId = await start(playbook);
    expect((await web.health()).queued).toBeGreaterThanOrEqual(1);
    await web.shutdown();
    expect((await readRun(playbook, runId))?.status).toBe('queued');
    const executors = await own.database.sqlWithoutTenant((sql) =>
      sql.query('SELECT FROM executor WHERE id = $1', [web.executorId]),
    );
    expect(executors).toHaveLength(0);
  });

  it('refuses to advance without a handler', async () => {
    const runtime = makeRuntime();
    await expect(runtime.launch({ advance: true })).rejects.toThrow('onSegment');
    await runtime.shutdown();
  });
});
