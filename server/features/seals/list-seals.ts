import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { nameActors } from '../audit/public.ts';
import { findSeals } from './seals.repository.ts';
import type { ListSealsInput, SealView } from './seals.schema.ts';

/** Without the values: only that there are some, and what became of them. */
export const listSeals = (
  tenant: TenantContext,
  input: ListSealsInput,
  deps: { database: Database; now: () => Date },
): Promise<SealView[]> =>
  deps.database.withTenant(tenant, async (db) => {
    const rows = await findSeals(tenant, db, input.runId);
    const nameOf = await nameActors(
      tenant,
      db,
      rows.map((row) => row.openedBy),
    );
    const stateOf = (row: { openedAt: Date | null; expiresAt: Date }) =>
      row.openedAt ? 'opened' : row.expiresAt <= deps.now() ? 'expired' : 'sealed';
    return rows.map((row) => ({ ...row, state: stateOf(row), openedBy: row.openedBy && nameOf(row.openedBy) }));
  });
