// The devices slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ListDevicesInput } from './list-devices.schema.ts';

const statusToOnline = { online: true, offline: false, unknown: null } as const;

/** By name, then id: the cursor is "<id>" of the last row, whose name is looked up. */
export async function findDevices(tenant: TenantContext, db: Db, input: ListDevicesInput) {
  const after = input.cursor
    ? await db.device.findUnique({
        where: { orgId_id: { orgId: tenant.orgId, id: input.cursor } },
        select: { id: true, name: true },
      })
    : null;
  return db.device.findMany({
    where: {
      orgId: tenant.orgId,
      AND: [
        after ? { OR: [{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }] } : {},
        input.clientId ? { clientId: input.clientId } : {},
        input.status ? { online: statusToOnline[input.status] } : {},
        input.q
          ? {
              OR: [
                { name: { contains: input.q, mode: 'insensitive' } },
                { serial: { contains: input.q, mode: 'insensitive' } },
              ],
            }
          : {},
      ],
    },
    include: {
      client: { select: { id: true, name: true } },
      identities: {
        include: { connection: { select: { connector: true, name: true } } },
        orderBy: { seenAt: 'asc' },
      },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: input.limit + 1,
  });
}

export const countOpenIncidents = (tenant: TenantContext, db: Db, deviceIds: string[]) =>
  db.incident.groupBy({
    by: ['deviceId'],
    where: { orgId: tenant.orgId, deviceId: { in: deviceIds }, status: { notIn: ['resolved', 'closed'] } },
    _count: { _all: true },
  });

export const findClients = (tenant: TenantContext, db: Db) =>
  db.client.findMany({
    where: { orgId: tenant.orgId },
    select: { id: true, name: true, _count: { select: { devices: true } } },
    orderBy: { name: 'asc' },
    take: 500,
  });
