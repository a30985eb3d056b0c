// The end of a run that our own code cannot advance. It must end visibly, and say what may still be under way.
import type { SegmentRef } from '#server/engine/ports/run-records.ts';
import type { Database } from '#server/platform/db/database.ts';

export async function giveUpRun(database: Database, segment: SegmentRef, why: string): Promise<void> {
  const run = [segment.orgId, segment.runId];
  await database.sqlWithTenant(segment, async (sql) => {
    const ended = await sql.query(
      `UPDATE run SET status = 'failed', finished_at = now(), seq = seq + 1
       WHERE org_id = $1 AND id = $2 AND seq = $3 AND status IN ('queued', 'running', 'waiting', 'unknown') RETURNING id`,
      [...run, segment.seq],
    );
    if (ended.length === 0) return;
    const open = await sql.query<{ path: string }>(
      'SELECT path FROM intent WHERE org_id = $1 AND run_id = $2 AND outcome IS NULL ORDER BY path',
      run,
    );
    const unknown = open.map((intent) => intent.path).join(', ');
    const outcome = [
      `MSPclaw could not go on with this run: ${why}`,
      unknown && `It is not known whether these steps took effect: ${unknown}.`,
    ];
    await sql.query('UPDATE run SET outcome = $3 WHERE org_id = $1 AND id = $2', [
      ...run,
      outcome.filter(Boolean).join(' ').replaceAll('\0', '\uFFFD').slice(0, 2_000),
    ]);
    // Nobody looks for them any more, and whoever still holds one may not send it.
    await sql.query(
      `UPDATE intent SET outcome = 'unknown', settled_at = now() WHERE org_id = $1 AND run_id = $2 AND outcome IS NULL`,
      run,
    );
    await sql.query(
      `UPDATE run_step SET status = CASE WHEN path = ANY($3) THEN 'unknown' ELSE 'failed' END::step_status, finished_at = now()
       WHERE org_id = $1 AND run_id = $2 AND status IN ('started', 'waiting')`,
      [...run, open.map((intent) => intent.path)],
    );
    // one that is being decided at this moment is left to its decider
    await sql.query(
      `UPDATE approval SET status = 'withdrawn' WHERE org_id = $1 AND id IN (
         SELECT id FROM approval WHERE org_id = $1 AND run_id = $2 AND status = 'pending' FOR UPDATE SKIP LOCKED)`,
      run,
    );
    await sql.query('DELETE FROM run_wait WHERE org_id = $1 AND run_id = $2', run);
    // One more segment, which finds the run ended: whoever follows runs from the segment handler hears of it.
    await sql.query('SELECT enqueue_segment($1, $2, $3)', [...run, segment.seq + 1]);
  });
}
