// Vendors' records -> what they are of ours.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { byConnection, type Place, placeKey } from './subject-store.ts';

/** place of a vendor's client -> our client */
export async function findClientsAt(tenant: TenantContext, db: Db, places: Place[]): Promise<Map<string, string>> {
  if (places.length === 0) return new Map();
  const rows = await db.clientIdentity.findMany({
    where: { orgId: tenant.orgId, OR: byConnection(places) },
    select: { connectionId: true, externalId: true, clientId: true },
  });
  return new Map(rows.map((row) => [placeKey(row), row.clientId]));
}

/** Connection -> what people call it. */
export async function findConnectionNames(tenant: TenantContext, db: Db) {
  const rows = await db.connection.findMany({
    where: { orgId: tenant.orgId },
    select: { id: true, name: true, connector: true },
  });
  return new Map(rows.map((row) => [row.id, { name: row.name, connector: row.connector }]));
}
