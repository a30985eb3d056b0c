// Our ids and the vendors', both ways.
import { z } from 'zod';
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

/** what a person merged into another one is called by that one's records */
const maxMerges = 20;

/** Records that are still listed come first, then the freshest. */
export async function findDevice(tenant: TenantContext, db: Db, id: string) {
  const read = (at: string) =>
    db.device.findUnique({
      where: { orgId_id: { orgId: tenant.orgId, id: at } },
      select: {
        id: true,
        name: true,
        mergedIntoId: true,
        identities: {
          select: { connectionId: true, externalId: true },
          orderBy: [{ goneAt: { sort: 'asc', nulls: 'first' } }, { seenAt: 'desc' }],
        },
      },
    });
  let row = await read(id);
  for (let merges = 0; row?.mergedIntoId && merges < maxMerges; merges++) row = await read(row.mergedIntoId);
  return row;
}

/** One record of a device at a connection, with what that connection says of it. */
export interface StandingRecord {
  connectionId: string;
  connector: string;
  serial: string | null;
  /** our client, by the match of now; null when that connection does not say */
  clientId: string | null;
}

/** Records that are still listed, of connections in use. */
export async function findStandingRecords(tenant: TenantContext, db: Db, deviceId: string): Promise<StandingRecord[]> {
  const { orgId } = tenant;
  const rows = await db.deviceIdentity.findMany({
    where: { orgId, deviceId, goneAt: null, connection: { status: { not: 'disabled' } } },
    select: { connectionId: true, facts: true, connection: { select: { connector: true } } },
    take: 100,
  });
  const records: StandingRecord[] = [];
  for (const { connectionId, facts, connection } of rows) {
    const { serial = null, client = null } = recordFacts.safeParse(facts).data ?? {};
    const owner = client && (await ownIdsOf(tenant, db, connectionId, 'client', [client.id])).get(client.id);
    records.push({ connectionId, connector: connection.connector, serial, clientId: owner ?? null });
  }
  return records;
}

const recordFacts = z.object({ serial: z.string().nullish(), client: z.object({ id: z.string() }).nullish() });

/** How many records a client has at one connection that are still listed. */
export const countClientRecords = (tenant: TenantContext, db: Db, connectionId: string, clientId: string) =>
  db.clientIdentity.count({ where: { orgId: tenant.orgId, connectionId, clientId, goneAt: null } });

export const findDeviceOwner = (tenant: TenantContext, db: Db, id: string) =>
  db.device.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { clientId: true, serial: true },
  });

export async function findClient(tenant: TenantContext, db: Db, id: string) {
  const read = (at: string) =>
    db.client.findUnique({
      where: { orgId_id: { orgId: tenant.orgId, id: at } },
      select: {
        id: true,
        name: true,
        mergedIntoId: true,
        identities: {
          select: { connectionId: true, externalId: true },
          orderBy: [{ goneAt: { sort: 'desc', nulls: 'last' } }, { seenAt: 'asc' }],
        },
      },
    });
  let row = await read(id);
  for (let merges = 0; row?.mergedIntoId && merges < maxMerges; merges++) row = await read(row.mergedIntoId);
  return row;
}

export const findTicket = (tenant: TenantContext, db: Db, id: string) =>
  db.ticket.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { id: true, title: true, connectionId: true, externalId: true },
  });

export const findEngineer = (tenant: TenantContext, db: Db, id: string) =>
  db.engineer.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { id: true, name: true, connectionId: true, externalId: true },
  });

export const findAlert = (tenant: TenantContext, db: Db, id: string) =>
  db.alert.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { id: true, title: true, connectionId: true, externalId: true },
  });

type Kind = 'device' | 'client' | 'member' | 'alert' | 'ticket';

/** vendor's id -> ours, of one connection */
export async function ownIdsOf(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  kind: Kind,
  externalIds: string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map();
  const where = { orgId: tenant.orgId, connectionId, externalId: { in: externalIds } };
  const pairs = async (): Promise<[string, string][]> => {
    switch (kind) {
      case 'device':
        return (await db.deviceIdentity.findMany({ where })).map((row) => [row.externalId, row.deviceId]);
      case 'client':
        return (await db.clientIdentity.findMany({ where })).map((row) => [row.externalId, row.clientId]);
      case 'member':
        return (await db.engineer.findMany({ where })).map((row) => [row.externalId, row.id]);
      case 'alert':
        return (await db.alertKey.findMany({ where })).map((row) => [row.externalId, row.alertId]);
      case 'ticket':
        return (await db.ticket.findMany({ where, select: { id: true, externalId: true } })).map((row) => [
          row.externalId,
          row.id,
        ]);
    }
  };
  return new Map(await pairs());
}
