// A person gives a dead letter another try, after whatever killed it was mended.
import type { Database } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { reviveRow } from './inbox.repository.ts';

/** @throws AppError NOT_FOUND when there is no such dead letter in this org, or not of that connection */
export async function replayDeadLetter(
  tenant: TenantContext,
  input: { inboxId: string; connectionId?: string },
  deps: { database: Pick<Database, 'sqlWithTenant'> },
): Promise<void> {
  const isRevived = await deps.database.sqlWithTenant(tenant, (sql) =>
    reviveRow(tenant, sql, input.inboxId, input.connectionId),
  );
  if (!isRevived) throw notFound('dead letter');
}
