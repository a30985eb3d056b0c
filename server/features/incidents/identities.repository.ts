// The vendors' ids of devices and clients, in our words. Unknown is null, never guessed.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export interface Whereabouts {
  deviceId: string | null;
  clientId: string | null;
}

/** A device's own client is what counts; the vendor's word about the client only where we know none. */
export async function findWhereabouts(
  tenant: TenantContext,
  sql: Sql,
  external: { connectionId: string; device: string | null; client: string | null },
): Promise<Whereabouts> {
  const [row] = await sql.query<{ device_id: string | null; client_id: string | null }>(
    `SELECT d.id AS device_id, coalesce(d.client_id, c.client_id) AS client_id
     FROM (SELECT 1) AS one
     LEFT JOIN device_identity di ON di.org_id = $1 AND di.connection_id = $2 AND di.external_id = $3
     LEFT JOIN device d ON d.org_id = $1 AND d.id = di.device_id
     LEFT JOIN client_identity c ON c.org_id = $1 AND c.connection_id = $2 AND c.external_id = $4`,
    [tenant.orgId, external.connectionId, external.device, external.client],
  );
  return { deviceId: row?.device_id ?? null, clientId: row?.client_id ?? null };
}
