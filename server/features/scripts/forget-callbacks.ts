import type { Database } from '#server/platform/db/database.ts';
import { listOrgIds } from '#server/platform/db/list-org-ids.ts';
import { systemTenant } from '#server/platform/tenant.ts';
import { forgetCallbacks } from './script-results.repository.ts';

const keptForMs = 30 * 86_400_000;

/** Addresses that ended a month ago, of every org. */
export async function forgetOldCallbacks(deps: { database: Database; now: () => Date }): Promise<void> {
  const before = new Date(deps.now().getTime() - keptForMs);
  for (const orgId of await listOrgIds(deps.database)) {
    const tenant = systemTenant(orgId, 'scripts');
    await deps.database.withTenant(tenant, (db) => forgetCallbacks(tenant, db, before));
  }
}
