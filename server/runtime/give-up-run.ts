// The end of a run that our own code cannot advance. It must end visibly, and say what may still be under way.
import type { SegmentRef } from '#server/engine/ports/run-records.ts';
import type { Database } from '#server/platform/db/database.ts';

export async function giveUpRun(database: Database, segment: SegmentRef, why: string): Promise<void> {
  await database.sqlWithTenant(segment, async (sql) => {
    const open = await sql.query<{ path: string }>(
      `SELECT path FROM intent WHERE org_id = $1 AND run_id = $2 AND outcome IS NULL ORDER BY path`,
      [segment.orgId, segment.runId],
    );
    const unknown = open.map((intent) => intent.path).join(', ');
    const outcome = [
      `MSPclaw could not go on with this run: ${why}`,
      unknown && `It is not known whether these steps took effect: ${unknown}.`,
    ];
    await sql.query(
      `UPDATE run SET status = 'failed', outcome = $4, finished_at = now()
       WHERE org_id = $1 AND id = $2 AND seq = $3 AND status IN ('queued', 'running', 'waiting', 'unknown')`,
      [segment.orgId, segment.runId, segment.seq, outcome.filter(Boolean).join(' ').replaceAll('\0', '\uFFFD')],
    );
    await sql.query(`DELETE FROM run_wait WHERE org_id = $1 AND run_id = $2`, [segment.orgId, segment.runId]);
  });
}
