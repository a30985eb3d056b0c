// The devices slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ListDevicesInput } from './list-devices.schema.ts';

const withRecords = {
  client: { select: { id: true, name: true } },
  identities: {
    include: { connection: { select: { id: true, connector: true, name: true } } },
    orderBy: [{ goneAt: { sort: 'asc', nulls: 'first' } }, { connectionId: 'asc' }, { id: 'asc' }],
  },
} satisfies Prisma.DeviceInclude;

const isOpen = { status: { notIn: ['resolved', 'closed'] } } satisfies Prisma.IncidentWhereInput;

/** By name, then id: the cursor is "<id>" of the last row, whose name is looked up. */
export async function findDevices(tenant: TenantContext, db: Db, input: ListDevicesInput) {
  const { orgId } = tenant;
  const after = input.cursor
    ? await db.device.findUnique({
        where: { orgId_id: { orgId, id: input.cursor } },
        select: { id: true, name: true },
      })
    : null;
  return db.device.findMany({
    where: {
      orgId,
      mergedIntoId: null,
      AND: [
        after ? { OR: [{ name: { gt: after.name } }, { name: after.name, id: { gt: after.id } }] } : {},
        input.clientId ? { clientId: input.clientId } : {},
        input.connectionId ? { identities: { some: { connectionId: input.connectionId } } } : {},
        ofStatus(input.status),
        input.hasConflict ? { id: { in: await findInConflict(tenant, db) } } : {},
        input.q
          ? {
              OR: [
                { name: { contains: input.q, mode: 'insensitive' } },
                { serial: { contains: input.q, mode: 'insensitive' } },
                { identities: { some: { externalId: input.q } } },
              ],
            }
          : {},
      ],
    },
    include: withRecords,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: input.limit + 1,
  });
}

function ofStatus(status: ListDevicesInput['status']): Prisma.DeviceWhereInput {
  if (!status) return {};
  if (status === 'gone') return { goneAt: { not: null } };
  return { goneAt: null, online: { online: true, offline: false, unknown: null }[status] };
}

async function findInConflict({ orgId }: TenantContext, db: Db): Promise<string[]> {
  const rows = await db.identityConflict.findMany({
    where: { orgId, kind: 'device', resolvedAt: null },
    select: { subjectId: true },
    take: 5_000,
  });
  return rows.map(({ subjectId }) => subjectId);
}

export const readDeviceRow = ({ orgId }: TenantContext, db: Db, id: string) =>
  db.device.findUnique({ where: { orgId_id: { orgId, id } }, include: withRecords });

export const findIncidentsOf = ({ orgId }: TenantContext, db: Db, deviceIds: string[]) =>
  db.incident.findMany({
    where: { orgId, deviceId: { in: deviceIds } },
    select: { id: true, title: true, status: true, severity: true, lastAt: true },
    orderBy: { id: 'desc' },
    take: 10,
  });

export const countOpenOf = ({ orgId }: TenantContext, db: Db, deviceIds: string[]) =>
  db.incident.count({ where: { orgId, deviceId: { in: deviceIds }, ...isOpen } });

export const countOpenIncidents = (tenant: TenantContext, db: Db, deviceIds: string[]) =>
  db.incident.groupBy({
    by: ['deviceId'],
    where: { orgId: tenant.orgId, deviceId: { in: deviceIds }, ...isOpen },
    _count: { _all: true },
  });

export const countConflicts = ({ orgId }: TenantContext, db: Db, deviceIds: string[]) =>
  db.identityConflict.groupBy({
    by: ['subjectId'],
    where: { orgId, kind: 'device', subjectId: { in: deviceIds }, resolvedAt: null },
    _count: { _all: true },
  });

export const findClients = (tenant: TenantContext, db: Db) =>
  db.client.findMany({
    where: { orgId: tenant.orgId, mergedIntoId: null },
    select: { id: true, name: true, _count: { select: { devices: { where: { mergedIntoId: null } } } } },
    orderBy: { name: 'asc' },
    take: 500,
  });
