// The connections slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

const keyOf = (tenant: TenantContext, id: string) => ({ orgId_id: { orgId: tenant.orgId, id } });

const withCounts = {
  _count: { select: { deviceIdentities: true, clientIdentities: true, engineers: true } },
} as const satisfies Prisma.ConnectionInclude;

export const findConnections = (tenant: TenantContext, db: Db) =>
  db.connection.findMany({ where: { orgId: tenant.orgId }, include: withCounts, orderBy: { name: 'asc' }, take: 200 });

export const findConnection = (tenant: TenantContext, db: Db, id: string) =>
  db.connection.findUnique({ where: keyOf(tenant, id), include: withCounts });

export type ConnectionRow = NonNullable<Awaited<ReturnType<typeof findConnection>>>;

export const findConnectionByName = (tenant: TenantContext, db: Db, name: string) =>
  db.connection.findUnique({ where: { orgId_name: { orgId: tenant.orgId, name } }, select: { id: true } });

export const insertConnection = (
  tenant: TenantContext,
  db: Db,
  row: Omit<Prisma.ConnectionUncheckedCreateInput, 'orgId'>,
) => db.connection.create({ data: { ...row, orgId: tenant.orgId } });

export const changeConnection = (tenant: TenantContext, db: Db, id: string, data: Prisma.ConnectionUpdateInput) =>
  db.connection.update({ where: keyOf(tenant, id), data });

/**
 * Only while its secrets are those that were read: whoever worked with others in hand would put back what was replaced
 * meanwhile, under settings it does not belong to. @returns whether it was changed
 */
export async function changeConnectionAsRead(
  tenant: TenantContext,
  db: Db,
  read: Pick<ConnectionRow, 'id' | 'secrets'>,
  data: Prisma.ConnectionUpdateManyMutationInput,
): Promise<boolean> {
  const { count } = await db.connection.updateMany({
    where: { orgId: tenant.orgId, id: read.id, secrets: read.secrets },
    data,
  });
  return count > 0;
}

/** Tokens of a key that was replaced. */
export const forgetTokens = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.connectionToken.deleteMany({ where: { orgId: tenant.orgId, connectionId } });

/** What arrived last, newest first; never the bodies. */
export const findDeliveries = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.inbox.findMany({
    where: { orgId: tenant.orgId, connectionId },
    select: { id: true, receivedAt: true, headers: true, state: true, attempts: true, error: true, processedAt: true },
    orderBy: { id: 'desc' },
    take: 10,
  });

export const findSandboxConnections = (tenant: TenantContext, db: Db) =>
  db.connection.findMany({
    where: { orgId: tenant.orgId, isSandbox: true },
    select: { id: true, connector: true, settings: true },
    orderBy: { id: 'asc' },
    take: 200,
  });

export const findReads = (tenant: TenantContext, db: Db, connectionId: string, take: number) =>
  db.evidence.findMany({ where: { orgId: tenant.orgId, connectionId }, orderBy: { id: 'desc' }, take });

/** The entry names the connection as it was called then. */
export const findChanges = (tenant: TenantContext, db: Db, connectionName: string, sinceId: string, take: number) =>
  db.auditEntry.findMany({
    where: {
      orgId: tenant.orgId,
      id: { gte: sinceId },
      action: 'call-capability',
      detail: { path: ['connection'], equals: connectionName },
    },
    orderBy: { id: 'desc' },
    take,
  });

// ── syncing ──

export const findClientIdentities = (tenant: TenantContext, db: Db, connectionId: string, externalIds: string[]) =>
  db.clientIdentity.findMany({ where: { orgId: tenant.orgId, connectionId, externalId: { in: externalIds } } });

/** Clients that this connection lists now. */
export const findListedClients = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.clientIdentity.findMany({
    where: { orgId: tenant.orgId, connectionId, goneAt: null },
    select: { externalId: true, name: true },
    orderBy: { externalId: 'asc' },
    take: 5_000,
  });

export const findClientNames = (tenant: TenantContext, db: Db) =>
  db.client.findMany({ where: { orgId: tenant.orgId }, select: { id: true, name: true, mergedIntoId: true } });

export const insertClient = (tenant: TenantContext, db: Db, id: string, name: string) =>
  db.client.upsert({
    where: { orgId_name: { orgId: tenant.orgId, name } },
    create: { orgId: tenant.orgId, id, name },
    update: {},
    select: { id: true },
  });

export const saveClientIdentity = (
  tenant: TenantContext,
  db: Db,
  identity: {
    id: string;
    clientId: string;
    connectionId: string;
    externalId: string;
    name: string;
    matchedBy: string;
    confidence: number;
    reason: string;
  },
) =>
  db.clientIdentity.upsert({
    where: {
      orgId_connectionId_externalId: {
        orgId: tenant.orgId,
        connectionId: identity.connectionId,
        externalId: identity.externalId,
      },
    },
    create: { ...identity, orgId: tenant.orgId },
    // a match that was made stays, a person's above all
    update: { name: identity.name, seenAt: new Date(), goneAt: null },
  });

/** Tier and skills are ours: a sync never touches them. */
export const saveEngineer = (
  tenant: TenantContext,
  db: Db,
  engineer: {
    id: string;
    connectionId: string;
    externalId: string;
    name: string;
    email: string | null;
    active: boolean;
  },
) =>
  db.engineer.upsert({
    where: {
      orgId_connectionId_externalId: {
        orgId: tenant.orgId,
        connectionId: engineer.connectionId,
        externalId: engineer.externalId,
      },
    },
    create: { ...engineer, orgId: tenant.orgId, tier: 'tier1' },
    update: { name: engineer.name, email: engineer.email, active: engineer.active },
  });

/** Whoever is no longer in a complete list has left; some vendors do not list them at all. */
export const retireEngineers = (tenant: TenantContext, db: Db, connectionId: string, present: string[]) =>
  db.engineer.updateMany({
    where: { orgId: tenant.orgId, connectionId, active: true, externalId: { notIn: present } },
    data: { active: false },
  });
