// Many deliveries of one org in one transaction: the key rows decide which are new, the inbox rows follow in the same
// statement. Committed to disk before it returns, whatever the server's default says.
import type { Database } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { Delivery, StoreDeliveries, Stored } from './webhook-batcher.ts';

/*
 * Keys are inserted in one order everywhere, so two batches cannot lock each other out. On a key that is there
 * already, the insert waits for the transaction that wrote it: "duplicate" is therefore never said of a row that
 * is not committed. `remote_apply` and the like are stronger than "on" and stay.
 */
const insertDeliveries = `
WITH input AS (
  SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bytea[])
    AS t(id, connection_id, dedupe_key, headers, body)
), keyed AS (
  INSERT INTO inbox_key AS known (org_id, connection_id, dedupe_key, inbox_id)
  SELECT $1, connection_id, dedupe_key, id FROM input ORDER BY connection_id, dedupe_key
  ON CONFLICT (org_id, connection_id, dedupe_key) DO UPDATE SET seen = known.seen + 1
  RETURNING connection_id, dedupe_key, inbox_id
), stored AS (
  INSERT INTO inbox (org_id, id, connection_id, dedupe_key, headers, body)
  SELECT $1, input.id, input.connection_id, input.dedupe_key, input.headers::jsonb, input.body
  FROM input JOIN keyed ON keyed.inbox_id = input.id
)
SELECT keyed.inbox_id, set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
  THEN 'on' ELSE current_setting('synchronous_commit') END, true)
FROM keyed`;

export const makeStoreDeliveries =
  (database: Pick<Database, 'sqlWithTenant'>): StoreDeliveries =>
  async (orgId, deliveries) => {
    const rows = deliveries.map((delivery) => ({ id: newId(), delivery }));
    try {
      const stored = await retryOnDeadlock(() =>
        database.sqlWithTenant({ orgId }, (sql) =>
          sql.query<{ inbox_id: string }>(insertDeliveries, [orgId, ...columnsOf(rows)]),
        ),
      );
      const kept = new Set(stored.map((row) => row.inbox_id));
      return rows.map(({ id }): Stored => (kept.has(id) ? 'new' : 'duplicate'));
    } catch (error) {
      // the connection was removed a moment ago
      if (codeOf(error) === '23503') throw notFound('connection');
      throw error;
    }
  };

const columnsOf = (rows: { id: string; delivery: Delivery }[]) => [
  rows.map(({ id }) => id),
  rows.map(({ delivery }) => delivery.route.connectionId),
  rows.map(({ delivery }) => delivery.dedupeKey),
  rows.map(({ delivery }) => JSON.stringify(delivery.headers)),
  rows.map(({ delivery }) => Buffer.from(delivery.body)),
];

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

async function retryOnDeadlock<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!['40P01', '40001'].includes(codeOf(error))) throw error;
    return work();
  }
}
