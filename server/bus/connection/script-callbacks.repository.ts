import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export interface NewCallback {
  id: string;
  connectionId: string;
  tag: string;
  token: Uint8Array<ArrayBuffer>;
  tokenHash: Uint8Array<ArrayBuffer>;
  expiresAt: Date;
}

/** Two processes at once make one row. */
export async function insertCallback(tenant: TenantContext, db: Db, row: NewCallback): Promise<void> {
  await db.scriptCallback.createMany({ data: { ...row, orgId: tenant.orgId }, skipDuplicates: true });
}

export const findCallback = (tenant: TenantContext, db: Db, connectionId: string, tag: string) =>
  db.scriptCallback.findUnique({
    where: { orgId_connectionId_tag: { orgId: tenant.orgId, connectionId, tag } },
    select: { id: true, token: true, usedAt: true, exitCode: true, output: true },
  });
