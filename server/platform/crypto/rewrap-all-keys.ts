// After the installation's secret was changed: every org's data keys move under the new one, so that the former one can be
// forgotten. Safe to repeat and to interrupt.
import type { Database } from '../db/database.ts';
import { listOrgIds } from '../db/list-org-ids.ts';
import { systemTenant } from '../tenant.ts';
import type { OrgKeyring } from './org-keyring.ts';

/** Answers how many were moved; 0 = nothing needs the former secret any more. */
export async function rewrapAllKeys(deps: {
  database: Pick<Database, 'sqlWithoutTenant'>;
  keyring: Pick<OrgKeyring, 'rewrap'>;
}): Promise<number> {
  let moved = 0;
  for (const orgId of await listOrgIds(deps.database)) {
    moved += await deps.keyring.rewrap(systemTenant(orgId, 'rewrap-keys'));
  }
  return moved;
}
