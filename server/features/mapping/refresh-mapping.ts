// After a sync and every few hours: what is chosen is compared with the vendor, and words without a value get the
// suggestions that are sure.
import type { Database } from '#server/platform/db/database.ts';
import { listOrgIds } from '#server/platform/db/list-org-ids.ts';
import { systemTenant, type TenantContext } from '#server/platform/tenant.ts';
import { compareRows } from './check-mapping.ts';
import { claimCheck, findActiveConnectionIds } from './mapping.repository.ts';
import type { MappingDeps } from './mapping-deps.ts';
import { addSuggestions } from './suggest-mapping.ts';

/** @throws AppError when the connection cannot be asked */
export async function refreshMapping(tenant: TenantContext, connectionId: string, deps: MappingDeps): Promise<void> {
  const read = await deps.words.readFresh(tenant, connectionId);
  await compareRows(tenant, { connectionId, read }, deps);
  await addSuggestions(tenant, { connectionId, read, mayReplaceMissing: false }, deps);
}

const everySeconds = 4 * 3_600;

export interface RefreshAllDeps extends MappingDeps {
  database: Database;
  onError(error: unknown, where: { orgId: string; connectionId: string }): void;
  signal?: AbortSignal;
  /** only these orgs; absent = all */
  orgIds?: string[];
}

/** Every connection whose turn it is. @returns how many were looked at */
export async function refreshDueMappings(deps: RefreshAllDeps): Promise<number> {
  let looked = 0;
  for (const orgId of deps.orgIds ?? (await listOrgIds(deps.database))) {
    const tenant = systemTenant(orgId, 'mapping');
    const ids = await deps.database.withTenant(tenant, (db) => findActiveConnectionIds(tenant, db));
    for (const connectionId of ids) {
      if (deps.signal?.aborted) return looked;
      const isOurs = await deps.database.withTenant(tenant, (db) => claimCheck(tenant, db, connectionId, everySeconds));
      if (!isOurs) continue;
      looked++;
      try {
        await refreshMapping(tenant, connectionId, deps);
      } catch (error) {
        // one dead vendor delays nobody else
        deps.onError(error, { orgId, connectionId });
      }
    }
  }
  return looked;
}
