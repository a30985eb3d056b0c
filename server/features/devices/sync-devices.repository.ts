// The queries of syncing devices.
import type { Db } from '#server/platform/db/database.ts';
import { storableJson } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type DeviceFacts, type FoundConflict, readDeviceFacts } from '../identity/public.ts';

export const findRecords = (tenant: TenantContext, db: Db, connectionId: string, externalIds: string[]) =>
  db.deviceIdentity.findMany({
    where: { orgId: tenant.orgId, connectionId, externalId: { in: externalIds } },
    select: { externalId: true, deviceId: true, facts: true },
  });

/** Devices that may be one of these, and are not on this connection now. */
export const findCandidates = (
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  signs: { serials: string[]; macs: string[]; names: string[] },
) =>
  db.device.findMany({
    where: {
      orgId: tenant.orgId,
      mergedIntoId: null,
      // a record that is gone is no reason: an agent that was installed anew has a new one
      identities: { none: { connectionId, goneAt: null } },
      OR: [
        { serial: { in: signs.serials, mode: 'insensitive' } },
        { macs: { hasSome: signs.macs } },
        { name: { in: signs.names, mode: 'insensitive' } },
      ],
    },
    select: { id: true, name: true, clientId: true, serial: true, macs: true },
  });

export const insertDevice = (
  tenant: TenantContext,
  db: Db,
  id: string,
  facts: DeviceFacts & { clientId: string | null; name: string },
) =>
  db.device.create({
    data: {
      orgId: tenant.orgId,
      id,
      clientId: facts.clientId,
      name: facts.name,
      os: facts.os,
      osFamily: facts.osFamily,
      role: facts.role ?? 'other',
      serial: facts.serial,
      macs: facts.macs,
      online: facts.online,
      lastSeenAt: facts.lastSeenAt ? new Date(facts.lastSeenAt) : null,
    },
  });

/** A match that was made stays; what the connection says of it is new each time. */
export const saveRecord = (
  tenant: TenantContext,
  db: Db,
  record: {
    id: string;
    deviceId: string;
    connectionId: string;
    externalId: string;
    matchedBy: string;
    confidence: number;
    reason: string;
    facts: DeviceFacts;
    seenAt: Date;
  },
) => {
  const facts = JSON.parse(storableJson(record.facts));
  return db.deviceIdentity.upsert({
    where: {
      orgId_connectionId_externalId: {
        orgId: tenant.orgId,
        connectionId: record.connectionId,
        externalId: record.externalId,
      },
    },
    create: { ...record, facts, orgId: tenant.orgId },
    update: { facts, seenAt: record.seenAt, goneAt: null },
  });
};

/** The connection had it under another client of ours last time. */
export async function movedClient(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  record: { externalId: string; deviceId: string; facts: unknown },
  now: { externalId: string | null; clientId: string | null },
): Promise<Omit<FoundConflict, 'subjectId'> | null> {
  const { clientId } = now;
  const before = readDeviceFacts(record.facts).client;
  if (!before || !clientId || before.id === now.externalId) return null;
  const former = await db.clientIdentity.findUnique({
    where: { orgId_connectionId_externalId: { orgId: tenant.orgId, connectionId, externalId: before.id } },
    select: { clientId: true },
  });
  if (!former || former.clientId === clientId) return null;
  return {
    kind: 'device',
    topic: 'moved-client',
    key: `moved-client:${record.deviceId}:${connectionId}:${former.clientId}:${clientId}`,
    detail: { connectionId, fromClientId: former.clientId, toClientId: clientId },
  };
}
