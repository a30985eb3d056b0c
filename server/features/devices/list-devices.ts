import type { z } from 'zod';
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { countConflicts, countOpenIncidents, findClients, findDevices } from './devices.repository.ts';
import type { ListDevicesInput, listClientsOutput, listDevicesOutput } from './list-devices.schema.ts';

export interface DevicesDeps {
  database: Database;
}

export const listDevices = (tenant: TenantContext, input: ListDevicesInput, deps: DevicesDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof listDevicesOutput>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const page = cutPage(await findDevices(tenant, db, input), input.limit, (device) => device.id);
    const ids = page.items.map(({ id }) => id);
    const open = new Map(
      (await countOpenIncidents(tenant, db, ids)).map((count) => [count.deviceId, count._count._all]),
    );
    const conflicts = new Map(
      (await countConflicts(tenant, db, ids)).map((count) => [count.subjectId, count._count._all]),
    );
    const items = page.items.map((row) => ({
      id: row.id,
      name: row.name,
      client: row.client,
      os: row.os,
      role: row.role,
      serial: row.serial,
      online: row.online,
      lastSeenAt: row.lastSeenAt,
      goneAt: row.goneAt,
      identities: row.identities.map((identity) => ({
        connector: identity.connection.connector,
        connection: identity.connection.name,
        externalId: identity.externalId,
        matchedBy: identity.matchedBy,
        confidence: identity.confidence,
        reason: identity.reason,
        isGone: identity.goneAt !== null,
      })),
      openIncidents: open.get(row.id) ?? 0,
      conflicts: conflicts.get(row.id) ?? 0,
    }));
    return { items, nextCursor: page.nextCursor };
  });

export const listClients = (tenant: TenantContext, deps: DevicesDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof listClientsOutput>> => {
    const clients = await findClients(tenant, db);
    return clients.map((client) => ({ id: client.id, name: client.name, devices: client._count.devices }));
  });
