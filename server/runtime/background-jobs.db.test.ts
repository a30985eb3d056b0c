import { describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { type BackgroundJob, BackgroundJobs } from './background-jobs.ts';
import { silentLog } from './runtime-log.ts';

const database = testDatabase();
const make = () => new BackgroundJobs({ pool: database.pool, log: silentLog });
const job = (run: BackgroundJob['run'], onlyOne = false): BackgroundJob => ({
  name: newId(),
  everyMs: 1,
  onlyOne,
  run,
});

describe('background jobs', () => {
  it('come again after a failure', async () => {
    const jobs = make();
    let tries = 0;
    const thirdTry = new Promise<void>((resolve) => {
      jobs.start([
        job(async () => {
          tries += 1;
          if (tries === 3) resolve();
          throw new Error('broken');
        }),
      ]);
    });
    await thirdTry;
    await jobs.stop();
    expect(tries).toBeGreaterThanOrEqual(3);
  });

  it('marked so run in one process of all', async () => {
    let atOnce = 0;
    let most = 0;
    let runs = 0;
    const alone = job(async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await database.pool.query('SELECT pg_sleep(0.002)');
      atOnce -= 1;
      runs += 1;
    }, true);
    const processes = [make(), make(), make()];
    for (const jobs of processes) jobs.start([alone]);
    for (const end = Date.now() + 10_000; runs < 30 && Date.now() < end; ) await database.pool.query('SELECT 1');
    await Promise.all(processes.map((jobs) => jobs.stop()));
    expect(runs).toBeGreaterThanOrEqual(30);
    expect(most).toBe(1);
  });

  it('hear of the stop, and nothing runs after it', async () => {
    const jobs = make();
    let isAborted = false;
    const begun = new Promise<void>((resolve) => {
      jobs.start([
        job(
          (signal) =>
            new Promise((end) => {
              resolve();
              signal.addEventListener('abort', () => {
                isAborted = true;
                end();
              });
            }),
        ),
      ]);
    });
    await begun;
    await jobs.stop();
    expect(isAborted).toBe(true);
  });
});
