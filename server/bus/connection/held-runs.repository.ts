// Runs that wait because a vendor cannot take their call: for the people who look at a connection. Never more than a
// note: that it could not be written changes nothing about the run.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { OpenConnection } from './open-connection.ts';

const usualWaitMs = 15_000;
const mostRemembered = 10_000;

export class HeldRuns {
  /** what this process noted; another process's notes are found by the connection's state */
  private readonly noted = new Set<string>();
  private readonly database: Pick<Database, 'sqlWithTenant'>;

  constructor(database: Pick<Database, 'sqlWithTenant'>) {
    this.database = database;
  }

  async note(
    tenant: TenantContext,
    runId: string,
    connection: Pick<OpenConnection, 'id' | 'status'>,
    outcome: { kind: string; retryable?: boolean; retryAfterMs?: number | null },
  ): Promise<void> {
    const key = `${runId}/${connection.id}`;
    const isHeld = outcome.kind === 'error' && outcome.retryable === true;
    if (!isHeld && connection.status === 'healthy' && !this.noted.has(key)) return;
    const ids = [tenant.orgId, runId, connection.id];
    const text = isHeld
      ? `INSERT INTO run_held (org_id, run_id, connection_id, next_try_at)
         VALUES ($1, $2, $3, now() + $4 * interval '1 millisecond')
         ON CONFLICT (org_id, run_id, connection_id) DO UPDATE SET next_try_at = EXCLUDED.next_try_at`
      : 'DELETE FROM run_held WHERE org_id = $1 AND run_id = $2 AND connection_id = $3';
    const values = isHeld ? [...ids, outcome.retryAfterMs ?? usualWaitMs] : ids;
    if (isHeld && this.noted.size < mostRemembered) this.noted.add(key);
    else this.noted.delete(key);
    await this.database.sqlWithTenant(tenant, (sql) => sql.query(text, values)).catch(() => undefined);
  }
}
