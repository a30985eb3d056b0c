// The bus's queries on connections.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

const shape = {
  id: true,
  connector: true,
  name: true,
  settings: true,
  secrets: true,
  ingestSecret: true,
  status: true,
  statusDetail: true,
  checkedAt: true,
  isSandbox: true,
  mappingVersion: true,
} as const;

export const findConnection = (tenant: TenantContext, db: Db, id: string) =>
  db.connection.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } }, select: shape });

export type ConnectionRow = NonNullable<Awaited<ReturnType<typeof findConnection>>>;

export const findConnections = (tenant: TenantContext, db: Db) =>
  db.connection.findMany({ where: { orgId: tenant.orgId }, select: shape, orderBy: { id: 'asc' } });

/** A disabled connection stays disabled, whatever its last request says. */
export const saveHealth = (
  tenant: TenantContext,
  db: Db,
  id: string,
  health: { status: 'healthy' | 'degraded' | 'failing'; statusDetail: string | null; checkedAt: Date },
) => db.connection.updateMany({ where: { orgId: tenant.orgId, id, status: { not: 'disabled' } }, data: health });
