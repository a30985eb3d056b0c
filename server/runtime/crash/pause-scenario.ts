// SIGSTOP at a boundary, for longer than it takes until others have taken over and decided what to do about an effect
// that was under way; then SIGCONT: the zombie wakes in the middle of its work and must not send.
import { boundaryNames } from '#server/engine/ports/engine-ports.ts';
import type { CrashBed } from './crash-bed.ts';
import type { CrashPoint } from './crash-worker.ts';

/** most at the two moments around sending */
const pausePoints: CrashPoint[] = ['intent-opened', 'before-send', 'call-sent', 'before-send', ...boundaryNames];

export async function pauseWorkers(bed: CrashBed, pauses: number): Promise<number> {
  const feeding = bed.feed(8);
  const other = bed.spawn(null);
  await other.ready;
  let done = 0;
  for (let i = 0; i < pauses; i++) {
    const at = pausePoints[i % pausePoints.length] ?? 'before-send';
    const zombie = bed.spawn({ how: 'SIGSTOP', at, nth: bed.random.between(1, 3) });
    const executorId = await zombie.ready;
    await zombie.crashing;
    await bed.noteUnderWay();
    const held = await openIntentsOf(bed, executorId);
    await bed.until('others take over', async () => (await pendingOf(bed, executorId)) === 0, 60_000);
    await bed.until('others settle what was under way', async () => areSettled(bed, held), 60_000);
    zombie.kill('SIGCONT');
    await bed.until('the zombie is back', async () => hasBeaten(bed, executorId), 60_000);
    await bed.endPolitely(zombie);
    done += 1;
  }
  await feeding.stop();
  await bed.endPolitely(other);
  return done;
}

const pendingOf = async (bed: CrashBed, executorId: string): Promise<number> =>
  (
    await bed.query<{ id: string }>(
      `SELECT workflow_uuid AS id FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = $1`,
      [executorId],
    )
  ).length;

const openIntentsOf = (bed: CrashBed, executorId: string) =>
  bed.query<{ run_id: string; path: string; attempt: number }>(
    `SELECT i.run_id, i.path, i.attempt FROM intent i JOIN run r ON r.org_id = i.org_id AND r.id = i.run_id
     WHERE i.outcome IS NULL AND r.lease_owner = $1`,
    [executorId],
  );

async function areSettled(bed: CrashBed, held: { run_id: string; path: string; attempt: number }[]): Promise<boolean> {
  for (const intent of held) {
    const open = await bed.query(
      'SELECT FROM intent WHERE run_id = $1 AND path = $2 AND attempt = $3 AND outcome IS NULL',
      [intent.run_id, intent.path, intent.attempt],
    );
    if (open.length > 0) return false;
  }
  return true;
}

const hasBeaten = async (bed: CrashBed, executorId: string): Promise<boolean> =>
  (
    await bed.query(`SELECT FROM executor WHERE id = $1 AND beat_at > now() - interval '500 milliseconds'`, [
      executorId,
    ])
  ).length > 0;
