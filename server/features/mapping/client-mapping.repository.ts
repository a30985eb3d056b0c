// The queries of mapping clients and people.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** Customers of one connection; far more than an MSP has. */
const maxClients = 10_000;

export const findIdentities = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.clientIdentity.findMany({
    where: { orgId: tenant.orgId, connectionId, goneAt: null },
    select: {
      id: true,
      externalId: true,
      name: true,
      matchedBy: true,
      client: { select: { id: true, name: true } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: maxClients,
  });
export type IdentityRow = Awaited<ReturnType<typeof findIdentities>>[number];

/** Clients that stand for themselves: none that was merged into another one. */
export const findOurClients = (tenant: TenantContext, db: Db) =>
  db.client.findMany({
    where: { orgId: tenant.orgId, mergedIntoId: null },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
    take: maxClients,
  });

export const searchOurClients = (tenant: TenantContext, db: Db, text: string) =>
  db.client.findMany({
    where: { orgId: tenant.orgId, mergedIntoId: null, name: { contains: text, mode: 'insensitive' } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
    take: 50,
  });

export const findOtherIdentities = (tenant: TenantContext, db: Db, connectionId: string, clientIds: string[]) =>
  db.clientIdentity.findMany({
    where: { orgId: tenant.orgId, clientId: { in: clientIds }, connectionId: { not: connectionId }, goneAt: null },
    select: { clientId: true, name: true, connection: { select: { id: true, name: true } } },
    take: 1_000,
  });

export const findIdentitiesById = (tenant: TenantContext, db: Db, connectionId: string, ids: string[]) =>
  db.clientIdentity.findMany({
    where: { orgId: tenant.orgId, connectionId, id: { in: ids } },
    select: { id: true, externalId: true, name: true, clientId: true },
  });

export const findClientsById = (tenant: TenantContext, db: Db, ids: string[]) =>
  db.client.findMany({
    where: { orgId: tenant.orgId, mergedIntoId: null, id: { in: ids } },
    select: { id: true, name: true },
  });

/** @returns null when there is one of this name */
export async function insertNewClient(tenant: TenantContext, db: Db, name: string): Promise<string | null> {
  const id = newId();
  const { count } = await db.client.createMany({ data: { orgId: tenant.orgId, id, name }, skipDuplicates: true });
  return count > 0 ? id : null;
}

// ── people ──

export const findEngineers = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.engineer.findMany({
    where: { orgId: tenant.orgId, connectionId },
    select: { id: true, externalId: true, name: true, email: true, active: true, memberId: true },
    orderBy: [{ active: 'desc' }, { name: 'asc' }, { id: 'asc' }],
    take: 2_000,
  });

export const findMembers = async (tenant: TenantContext, db: Db) =>
  (
    await db.member.findMany({
      where: { orgId: tenant.orgId },
      select: { id: true, user: { select: { name: true, email: true } } },
      orderBy: { id: 'asc' },
      take: 1_000,
    })
  ).map(({ id, user }) => ({ id, name: user.name, email: user.email }));

export const linkEngineer = (
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  engineerId: string,
  memberId: string | null,
) => db.engineer.updateMany({ where: { orgId: tenant.orgId, connectionId, id: engineerId }, data: { memberId } });
