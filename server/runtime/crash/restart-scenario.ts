// The database goes away under load, politely and by kill -9. Workers outlive it and every run ends.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashBed } from './crash-bed.ts';

export async function restartDatabase(bed: CrashBed, times: number): Promise<string[]> {
  const workers = [bed.spawn(null), bed.spawn(null)];
  await Promise.all(workers.map((worker) => worker.ready));
  for (let i = 0; i < times; i++) {
    const runIds = await bed.startRuns(30);
    await bed.until('work is under way', async () => (await countSucceeded(bed, runIds)) >= 3, 30_000);
    await bed.noteUnderWay();
    await bed.restartPostgres(i % 2 === 0 ? 'fast' : 'kill');
    // somebody who was inside an effect may have lost its answer: what is open now may end as unknown
    await bed.noteUnderWay();
    await sleep(0);
  }
  const dead = workers.filter((worker) => worker.hasExited);
  return dead.map((worker) => `a worker did not outlive the restart:\n${worker.tail()}`);
}

async function countSucceeded(bed: CrashBed, runIds: string[]): Promise<number> {
  const rows = await bed.query(`SELECT FROM run WHERE id = ANY($1) AND status = 'succeeded'`, [runIds]);
  return rows.length;
}
