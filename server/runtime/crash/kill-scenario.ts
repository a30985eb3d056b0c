// kill -9 at every boundary in turn, and at random times, two workers side by side, work always under way.
import { setTimeout as sleep } from 'node:timers/promises';
import { boundaryNames } from '#server/engine/ports/engine-ports.ts';
import type { CrashBed } from './crash-bed.ts';
import type { CrashPoint } from './crash-worker.ts';

export const crashPoints: CrashPoint[] = [...boundaryNames, 'before-send'];
/** a boundary that is not passed so often in this time is not waited for: the kill comes at random instead */
const patienceMs = 6_000;

export type KillCounts = Record<CrashPoint | 'random', number>;

export async function killWorkers(bed: CrashBed, kills: number): Promise<KillCounts> {
  const counts = Object.fromEntries([...crashPoints, 'random'].map((point) => [point, 0])) as KillCounts;
  const plan = Array.from({ length: kills }, (_, i) => {
    const point: CrashPoint | 'random' =
      i % 4 === 3 ? 'random' : (crashPoints[(i - Math.floor(i / 4)) % crashPoints.length] ?? 'random');
    return { point, nth: bed.random.between(1, 5), afterMs: bed.random.between(0, 900) };
  });
  const feeding = bed.feed(10);
  const slot = async () => {
    for (let order = plan.shift(); order !== undefined; order = plan.shift()) {
      const { point, nth, afterMs } = order;
      const worker = bed.spawn(point === 'random' ? null : { how: 'SIGKILL', at: point, nth });
      await worker.ready;
      const ended = worker.exited.then(() => true);
      const isHit = await Promise.race([ended, sleep(point === 'random' ? afterMs : patienceMs, false)]);
      if (!isHit) worker.kill('SIGKILL');
      const { signal } = await worker.exited;
      if (signal !== 'SIGKILL') throw new Error(`a worker ended by itself:\n${worker.tail()}`);
      counts[isHit ? point : 'random'] += 1;
    }
  };
  await Promise.all([slot(), slot()]);
  await feeding.stop();
  return counts;
}
