// The queries of the token cache.
import type { Bytes } from '#server/platform/crypto/aead.ts';
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

const keyOf = (tenant: TenantContext, connectionId: string, name: string) => ({
  orgId_connectionId_name: { orgId: tenant.orgId, connectionId, name },
});

export const findToken = (tenant: TenantContext, db: Db, connectionId: string, name: string) =>
  db.connectionToken.findUnique({
    where: keyOf(tenant, connectionId, name),
    select: { value: true, expiresAt: true },
  });

export const saveToken = (
  tenant: TenantContext,
  db: Db,
  token: { connectionId: string; name: string; value: Bytes; expiresAt: Date },
) =>
  db.connectionToken.upsert({
    where: keyOf(tenant, token.connectionId, token.name),
    create: { ...token, orgId: tenant.orgId },
    update: { value: token.value, expiresAt: token.expiresAt },
  });

export const expireToken = (tenant: TenantContext, db: Db, connectionId: string, name: string) =>
  db.connectionToken.updateMany({
    where: { orgId: tenant.orgId, connectionId, name },
    data: { expiresAt: new Date(0) },
  });
