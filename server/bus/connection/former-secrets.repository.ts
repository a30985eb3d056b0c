// The webhook secrets of ours before their last change, while they are still valid.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** Sealed; null when nothing is being changed. */
export const findFormerSecrets = async (
  tenant: TenantContext,
  database: Pick<Database, 'sqlWithTenant'>,
  connectionId: string,
): Promise<Buffer | null> => {
  const [row] = await database.sqlWithTenant(tenant, (sql) =>
    sql.query<{ former_secrets: Buffer | null }>(
      'SELECT former_secrets FROM connection WHERE org_id = $1 AND id = $2 AND former_secrets_until > now()',
      [tenant.orgId, connectionId],
    ),
  );
  return row?.former_secrets ?? null;
};
