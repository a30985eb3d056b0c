// What any process may do to a run inside its own transaction: enqueue, signal, cancel. Plain SQL, so the console
// needs nothing of the durable engine. The transaction must be under the run's tenant.
import type { SqlTransaction } from '#server/engine/ports/durable-runtime.ts';
import type { Json, RunRef, SegmentRef } from '#server/engine/ports/run-records.ts';
import { notFound } from '#server/platform/errors.ts';
import { jsonbText } from './journal/jsonb-text.ts';

export type SignalAnswer = 'woken' | 'stored' | 'finished' | 'duplicate';
export type CancelAnswer = 'requested' | 'finished';

export async function enqueueRun(tx: SqlTransaction, run: RunRef): Promise<void> {
  const rows = await tx.query(
    `SELECT enqueue_segment(r.org_id, r.id, r.seq) AS workflow FROM run r WHERE r.org_id = $1::uuid AND r.id = $2::uuid`,
    [run.orgId, run.runId],
  );
  if (rows.length === 0) throw notFound('run');
}

export async function enqueueSegmentAt(tx: SqlTransaction, segment: SegmentRef, at: Date): Promise<void> {
  await tx.query(`SELECT enqueue_segment($1::uuid, $2::uuid, $3::int, $4::timestamptz) AS workflow`, [
    segment.orgId,
    segment.runId,
    segment.seq,
    at.toISOString(),
  ]);
}

export async function signalRun(
  tx: SqlTransaction,
  run: RunRef,
  signal: { topic: string; key: string; payload: Json },
): Promise<SignalAnswer> {
  const rows = await tx.query<{ answer: SignalAnswer | 'missing' }>(
    `SELECT signal_run($1::uuid, $2::uuid, $3::text, $4::text, $5::jsonb) AS answer`,
    [run.orgId, run.runId, signal.topic, signal.key, jsonbText(signal.payload)],
  );
  return known(rows[0]?.answer);
}

export async function cancelRun(tx: SqlTransaction, run: RunRef, by: string): Promise<CancelAnswer> {
  const rows = await tx.query<{ answer: CancelAnswer | 'missing' }>(
    `SELECT cancel_run($1::uuid, $2::uuid, $3::text) AS answer`,
    [run.orgId, run.runId, by],
  );
  return known(rows[0]?.answer);
}

function known<Answer extends string>(answer: Answer | 'missing' | undefined): Exclude<Answer, 'missing'> {
  if (answer === undefined || answer === 'missing') throw notFound('run');
  return answer as Exclude<Answer, 'missing'>;
}
