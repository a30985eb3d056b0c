// Our ids and the vendors', both ways.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** what a person merged into another one is called by that one's records */
const maxMerges = 20;

/** Records that are still listed come first, then the freshest. */
export async function findDevice(tenant: TenantContext, db: Db, id: string) {
  const read = (at: string) =>
    db.device.findUnique({
      where: { orgId_id: { orgId: tenant.orgId, id: at } },
      select: {
        id: true,
        name: true,
        mergedIntoId: true,
        identities: {
          select: { connectionId: true, externalId: true },
          orderBy: [{ goneAt: { sort: 'asc', nulls: 'first' } }, { seenAt: 'desc' }],
        },
      },
    });
  let row = await read(id);
  for (let merges = 0; row?.mergedIntoId && merges < maxMerges; merges++) row = await read(row.mergedIntoId);
  return row;
}

export const findDeviceOwner = (tenant: TenantContext, db: Db, id: string) =>
  db.device.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { clientId: true, serial: true },
  });

export async function findClient(tenant: TenantContext, db: Db, id: string) {
  const read = (at: string) =>
    db.client.findUnique({
      where: { orgId_id: { orgId: tenant.orgId, id: at } },
      select: {
        id: true,
        name: true,
        mergedIntoId: true,
        identities: {
          select: { connectionId: true, externalId: true },
          orderBy: [{ goneAt: { sort: 'desc', nulls: 'last' } }, { seenAt: 'asc' }],
        },
      },
    });
  let row = await read(id);
  for (let merges = 0; row?.mergedIntoId && merges < maxMerges; merges++) row = await read(row.mergedIntoId);
  return row;
}

export const findTicket = (tenant: TenantContext, db: Db, id: string) =>
  db.ticket.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { id: true, title: true, connectionId: true, externalId: true },
  });

export const findEngineer = (tenant: TenantContext, db: Db, id: string) =>
  db.engineer.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { id: true, name: true, connectionId: true, externalId: true },
  });

export const findAlert = (tenant: TenantContext, db: Db, id: string) =>
  db.alert.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { id: true, title: true, connectionId: true, externalId: true },
  });

type Kind = 'device' | 'client' | 'member' | 'alert' | 'ticket';

/** vendor's id -> ours, of one connection */
export async function ownIdsOf(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  kind: Kind,
  externalIds: string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map();
  const where = { orgId: tenant.orgId, connectionId, externalId: { in: externalIds } };
  const pairs = async (): Promise<[string, string][]> => {
    switch (kind) {
      case 'device':
        return (await db.deviceIdentity.findMany({ where })).map((row) => [row.externalId, row.deviceId]);
      case 'client':
        return (await db.clientIdentity.findMany({ where })).map((row) => [row.externalId, row.clientId]);
      case 'member':
        return (await db.engineer.findMany({ where })).map((row) => [row.externalId, row.id]);
      case 'alert':
        return (await db.alertKey.findMany({ where })).map((row) => [row.externalId, row.alertId]);
      case 'ticket':
        return (await db.ticket.findMany({ where, select: { id: true, externalId: true } })).map((row) => [
          row.externalId,
          row.id,
        ]);
    }
  };
  return new Map(await pairs());
}
