// A person has a delivery taken in once more: a dead letter after whatever killed it was mended, or one whose handling is to be
// seen again. The vendor is re-read, and no run starts twice for the same event.
import type { Database } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { reviveRow } from './inbox.repository.ts';

/** @throws AppError NOT_FOUND when there is no such delivery in this org, not of that connection, or it is still waiting */
export async function replayDelivery(
  tenant: TenantContext,
  input: { inboxId: string; connectionId?: string },
  deps: { database: Pick<Database, 'sqlWithTenant'> },
): Promise<void> {
  const isRevived = await deps.database.sqlWithTenant(tenant, (sql) =>
    reviveRow(tenant, sql, input.inboxId, input.connectionId),
  );
  if (!isRevived) throw notFound('delivery that was dealt with');
}
