// A worker dies with work in flight, at the product's own times: another goes on with all of it. How long that took is
// printed and not judged: on a busy machine every figure is the machine's.
import { defaultHeartbeat } from '../dbos/executor-heartbeat.ts';
import type { CrashBed } from './crash-bed.ts';

/** far beyond the product's six seconds: a worker that is never taken over fails here */
const patienceMs = 60_000;

export async function measureTakeover(bed: CrashBed, times: number): Promise<string[]> {
  const problems: string[] = [];
  const survivor = bed.spawn(null, defaultHeartbeat);
  await survivor.ready;
  const feeding = bed.feed(10);
  for (let i = 0; i < times; i++) {
    const victim = bed.spawn({ how: 'SIGKILL', at: 'call-sent', nth: 4 }, defaultHeartbeat);
    const executorId = await victim.ready;
    await victim.exited;
    const pending = () =>
      bed.query<{ id: string }>(
        `SELECT workflow_uuid AS id FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = $1`,
        [executorId],
      );
    const inFlight = (await pending()).length;
    if (inFlight === 0) problems.push('nothing was in flight at the kill');
    const tookMs = await bed.until('takeover', async () => (await pending()).length === 0, patienceMs);
    console.log(`takeover: ${inFlight} segments in flight, taken over after ${Math.round(tookMs)} ms`);
  }
  await feeding.stop();
  return problems;
}
