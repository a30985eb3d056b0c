// The queries of syncing devices.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export const findIdentities = (tenant: TenantContext, db: Db, connectionId: string, externalIds: string[]) =>
  db.deviceIdentity.findMany({
    where: { orgId: tenant.orgId, connectionId, externalId: { in: externalIds } },
    select: { externalId: true, deviceId: true },
  });

/** Devices that may be one of these, and are not on this connection yet. */
export const findCandidates = (
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  signs: { serials: string[]; macs: string[]; names: string[] },
) =>
  db.device.findMany({
    where: {
      orgId: tenant.orgId,
      identities: { none: { connectionId } },
      OR: [
        { serial: { in: signs.serials, mode: 'insensitive' } },
        { macs: { hasSome: signs.macs } },
        { name: { in: signs.names, mode: 'insensitive' } },
      ],
    },
    select: { id: true, name: true, clientId: true, serial: true, macs: true },
  });

export interface DeviceFacts {
  clientId: string | null;
  name: string;
  os: string | null;
  osFamily: string | null;
  role: string;
  serial: string | null;
  macs: string[];
  online: boolean | null;
  lastSeenAt: Date | null;
}

export const insertDevice = (tenant: TenantContext, db: Db, id: string, facts: DeviceFacts) =>
  db.device.create({ data: { ...facts, orgId: tenant.orgId, id } });

/** What this connection does not know leaves what another one said. */
export const updateDevice = (tenant: TenantContext, db: Db, id: string, facts: DeviceFacts) => {
  const { macs, ...rest } = facts;
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return db.device.updateMany({
    where: { orgId: tenant.orgId, id },
    data: { ...known, ...(macs.length > 0 ? { macs } : {}) },
  });
};

export const saveIdentity = (
  tenant: TenantContext,
  db: Db,
  identity: {
    id: string;
    deviceId: string;
    connectionId: string;
    externalId: string;
    matchedBy: string;
    seenAt: Date;
  },
) =>
  db.deviceIdentity.upsert({
    where: {
      orgId_connectionId_externalId: {
        orgId: tenant.orgId,
        connectionId: identity.connectionId,
        externalId: identity.externalId,
      },
    },
    create: { ...identity, orgId: tenant.orgId },
    update: { seenAt: identity.seenAt },
  });

/** Until the transaction ends. */
export const takeSyncTurn = (tenant: TenantContext, db: Db) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sync-devices/' || ${tenant.orgId}, 0))`;
