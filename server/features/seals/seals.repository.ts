// The seals slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

const shape = {
  id: true,
  runId: true,
  path: true,
  capability: true,
  field: true,
  createdAt: true,
  expiresAt: true,
  openedAt: true,
  openedBy: true,
} as const;

export const findSeals = (tenant: TenantContext, db: Db, runId: string) =>
  db.sealedValue.findMany({ where: { orgId: tenant.orgId, runId }, select: shape, orderBy: { id: 'asc' }, take: 200 });

export const findSeal = (tenant: TenantContext, db: Db, id: string) =>
  db.sealedValue.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } }, select: { ...shape, value: true } });

/** Of two who open at once one succeeds: whoever erases. @returns whether it was this one */
export const eraseSeal = async (tenant: TenantContext, db: Db, id: string, now: Date): Promise<boolean> => {
  const { count } = await db.sealedValue.updateMany({
    where: { orgId: tenant.orgId, id, openedAt: null, value: { not: null }, expiresAt: { gt: now } },
    data: { value: null, openedAt: now, openedBy: tenant.actor },
  });
  return count === 1;
};
