import { describe, expect, inject, it, vi } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { silentLog } from '../runtime-log.ts';
import { ExecutorHeartbeat } from './executor-heartbeat.ts';

const database = testDatabase();
const times = { everyMs: 20, fenceAfterMs: 150, deadAfterMs: 300 };
const make = (databaseUrl = inject('appUrl')) => {
  const executorId = newId();
  return { executorId, heartbeat: new ExecutorHeartbeat({ databaseUrl, executorId, times, log: silentLog }) };
};
const rowOf = (id: string) =>
  database.sqlWithoutTenant((sql) => sql.query('SELECT beat_at FROM executor WHERE id = $1', [id]));
const until = async (isSo: () => boolean) => {
  for (const end = Date.now() + 10_000; !isSo(); ) {
    if (Date.now() > end) throw new Error('never');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('heartbeat', () => {
  it('is there from the start and gone after the stop', async () => {
    const { executorId, heartbeat } = make();
    await heartbeat.start();
    expect(await rowOf(executorId)).toHaveLength(1);
    await heartbeat.fence();
    await heartbeat.stop();
    expect(await rowOf(executorId)).toHaveLength(0);
  });

  it('fences effects while it does not get through, and lets them pass again after', async () => {
    const { heartbeat } = make();
    await heartbeat.start();
    expect(heartbeat.isSteady()).toBe(true);
    let hasPassed = false;
    let fenced: Promise<void> | undefined;
    await database.sqlWithoutTenant(async (sql) => {
      await sql.query('LOCK TABLE executor IN ACCESS EXCLUSIVE MODE');
      await until(() => !heartbeat.isFresh() && !heartbeat.isSteady());
      fenced = heartbeat.fence().then(() => {
        hasPassed = true;
      });
      // long enough that the beat under way fails for good
      const looks = Date.now() + 1_200;
      await until(() => hasPassed || Date.now() > looks);
      expect(hasPassed).toBe(false);
    });
    await fenced;
    expect(heartbeat.isFresh()).toBe(true);
    // others were silent as well: their silence proves nothing until beats have gone through for a while
    expect(heartbeat.isSteady()).toBe(false);
    await until(() => heartbeat.isSteady());
    await heartbeat.stop();
  });

  it.each([-3_600_000, 3_600_000])(
    'tells the time of the database on a machine that is %i ms wrong',
    async (wrongMs) => {
      const { heartbeat } = make();
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + wrongMs });
      try {
        await heartbeat.start();
        expect(Math.abs(heartbeat.now().getTime() - Date.now() + wrongMs)).toBeLessThan(1_000);
      } finally {
        vi.useRealTimers();
        await heartbeat.stop();
      }
    },
  );

  it('counts a machine that slept as late, although its own stopwatch stood still', async () => {
    const { heartbeat } = make();
    await heartbeat.start();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    try {
      expect(heartbeat.isFresh()).toBe(false);
      await heartbeat.fence();
      expect(heartbeat.isFresh()).toBe(true);
    } finally {
      vi.useRealTimers();
      await heartbeat.stop();
    }
  });

  it('does not start without a database', async () => {
    const { heartbeat } = make('postgresql://nobody@127.0.0.1:1/none');
    await expect(heartbeat.start()).rejects.toThrow('first heartbeat');
    await heartbeat.stop();
  });
});
