import { describe, expect, inject, it } from 'vitest';
import { openDatabase } from '#server/platform/db/database.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { type BackgroundJob, BackgroundJobs } from './background-jobs.ts';
import { silentLog } from './runtime-log.ts';

const database = testDatabase();
const small = testDatabase(2);
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

  it('leave the pool to the work, however many of them there are', async () => {
    const failed: string[] = [];
    const log = { ...silentLog, error: (message: string) => void failed.push(message) };
    const jobs = new BackgroundJobs({ pool: small.pool, log });
    const together = Array.from({ length: 12 }, () => {
      let isDone = () => {};
      const done = new Promise<void>((resolve) => {
        isDone = resolve;
      });
      const work = job(async () => {
        await small.pool.query('SELECT 1');
        isDone();
      }, true);
      return { work, done };
    });
    jobs.start(together.map(({ work }) => work));
    await Promise.all(together.map(({ done }) => done));
    await jobs.stop();
    expect(failed).toEqual([]);
  });

  it('go on with a new connection when the one of their locks broke', async () => {
    const name = `locks-${newId()}`;
    const url = new URL(inject('appUrl'));
    url.searchParams.set('application_name', name);
    const own = openDatabase({ url: url.href, poolSize: 4, onError: () => {} });
    const jobs = new BackgroundJobs({ pool: own.pool, log: silentLog });
    let runs = 0;
    const counted = async () => {
      runs += 1;
    };
    jobs.start([job(counted, true)]);
    const isPast = async (wanted: number) => {
      for (const end = Date.now() + 10_000; runs < wanted && Date.now() < end; ) await small.pool.query('SELECT 1');
      expect(runs).toBeGreaterThanOrEqual(wanted);
    };
    await isPast(3);
    // the application may end its own connections
    const ended = await small.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
      [name],
    );
    expect(ended.rowCount).toBe(1);
    await isPast(runs + 5);
    await jobs.stop();
    await own.close();
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
