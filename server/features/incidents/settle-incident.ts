// A run changed its status: its incident follows. Called when a run parks, goes on or ends; calling it twice, late or
// out of order does no harm, because it judges by what is true now.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type Review, reviewIncident } from './review-incident.ts';

export function settleIncidentOfRun(
  tenant: TenantContext,
  runId: string,
  deps: { database: Pick<Database, 'sqlWithTenant'> },
): Promise<Review | null> {
  return deps.database.sqlWithTenant(tenant, async (sql) => {
    const [run] = await sql.query<{ incident_id: string | null }>(
      'SELECT incident_id FROM run WHERE org_id = $1 AND id = $2',
      [tenant.orgId, runId],
    );
    return run?.incident_id ? reviewIncident(tenant, sql, run.incident_id) : null;
  });
}
