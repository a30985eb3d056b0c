import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** Confirmed rows and suggestions; only sure ones are ever kept. What is missing at the vendor is not used. */
export const findUsedMapping = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.connectionMapping.findMany({
    where: { orgId: tenant.orgId, connectionId, state: { not: 'missing' }, vendorId: { not: null } },
    select: { kind: true, word: true, boardId: true, vendorId: true },
    orderBy: { id: 'asc' },
    take: 5_000,
  });
export type MappingRow = Awaited<ReturnType<typeof findUsedMapping>>[number];
