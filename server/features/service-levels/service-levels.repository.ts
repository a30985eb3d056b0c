// The slice's only queries.

import type { Db } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { SaveServiceLevelInput } from './service-level.schema.ts';

const withClient = { client: { select: { id: true, name: true } } } as const;

export const findServiceLevels = (tenant: TenantContext, db: Db) =>
  db.serviceLevel.findMany({ where: { orgId: tenant.orgId }, include: withClient, take: 1_000 });
export type ServiceLevelRow = Awaited<ReturnType<typeof findServiceLevels>>[number];

export const clientExists = async (tenant: TenantContext, db: Db, clientId: string): Promise<boolean> =>
  (await db.client.count({ where: { orgId: tenant.orgId, id: clientId } })) > 0;

/** One per client, and one for the rest: the same place is written over. */
export async function saveServiceLevelRow(
  tenant: TenantContext,
  db: Db,
  id: string,
  { clientId, week, targets, ...rest }: SaveServiceLevelInput,
): Promise<string> {
  const data = { ...rest, week, targets: targets as Prisma.InputJsonObject, updatedAt: new Date() };
  const { count } = await db.serviceLevel.updateMany({ where: { orgId: tenant.orgId, clientId }, data });
  if (count > 0) {
    const known = await db.serviceLevel.findFirst({ where: { orgId: tenant.orgId, clientId }, select: { id: true } });
    return known?.id ?? id;
  }
  const made = await db.serviceLevel.create({
    data: { orgId: tenant.orgId, id, clientId, ...data },
    select: { id: true },
  });
  return made.id;
}

export const removeServiceLevelRow = (tenant: TenantContext, db: Db, id: string) =>
  db.serviceLevel.deleteMany({ where: { orgId: tenant.orgId, id } });

const clocked = {
  id: true,
  externalId: true,
  title: true,
  status: true,
  stage: true,
  isClosed: true,
  priority: true,
  assignee: true,
  clientId: true,
  openedAt: true,
  vendorAt: true,
  closedAt: true,
  syncedAt: true,
  client: { select: { id: true, name: true } },
  changes: { select: { at: true, stage: true, hasOwner: true }, orderBy: { at: 'asc' }, take: 500 },
} as const;

/** The oldest first: they run out first. */
export const findOpenTickets = (tenant: TenantContext, db: Db, q: string | undefined, take: number) =>
  db.ticket.findMany({
    where: {
      orgId: tenant.orgId,
      isClosed: false,
      ...(q ? { OR: [{ title: { contains: q, mode: 'insensitive' } }, { externalId: q }] } : {}),
    },
    select: clocked,
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
    take,
  });
export type ClockedRow = Awaited<ReturnType<typeof findOpenTickets>>[number];

export const findClockedTicket = (tenant: TenantContext, db: Db, ticketId: string) =>
  db.ticket.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id: ticketId } }, select: clocked });

export const findClockedTickets = (tenant: TenantContext, db: Db, ticketIds: string[]) =>
  db.ticket.findMany({ where: { orgId: tenant.orgId, id: { in: ticketIds } }, select: clocked });
