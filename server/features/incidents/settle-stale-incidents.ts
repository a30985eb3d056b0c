// Incidents whose run ended without anybody telling them: the worker died in between, or the run was given up or
// cancelled from outside. Looked for by the clock; judging twice does no harm.
import type { Database } from '#server/platform/db/database.ts';
import { listOrgIds } from '#server/platform/db/list-org-ids.ts';
import { systemTenant } from '#server/platform/tenant.ts';
import { findStaleIncidents } from './incidents.repository.ts';
import { reviewIncident } from './review-incident.ts';

/** @returns how many incidents changed their status */
export async function settleStaleIncidents(deps: {
  database: Pick<Database, 'sqlWithTenant' | 'sqlWithoutTenant'>;
}): Promise<number> {
  let changed = 0;
  for (const orgId of await listOrgIds(deps.database)) {
    const tenant = systemTenant(orgId, 'settle');
    const stale = await deps.database.sqlWithTenant(tenant, (sql) => findStaleIncidents(tenant, sql));
    for (const incidentId of stale) {
      if (await deps.database.sqlWithTenant(tenant, (sql) => reviewIncident(tenant, sql, incidentId))) changed++;
    }
  }
  return changed;
}
