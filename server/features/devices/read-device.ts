// One device across every connection that knows it: what each says, how sure the match is, what is not settled.
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  describeConflicts,
  describeDeviceFacts,
  deviceSubjects,
  findMerged,
  findOpenConflicts,
  findStanding,
  listDecisions,
  readDeviceFacts,
} from '../identity/public.ts';
import { countOpenOf, findIncidentsOf, readDeviceRow } from './devices.repository.ts';
import type { DeviceView, ReadDeviceInput } from './list-devices.schema.ts';
import type { DevicesDeps } from './list-devices.ts';

export const readDevice = (tenant: TenantContext, input: ReadDeviceInput, deps: DevicesDeps): Promise<DeviceView> =>
  deps.database.withTenant(tenant, async (db) => {
    const standing = await findStanding(tenant, db, deviceSubjects, input.id);
    const row = standing && (await readDeviceRow(tenant, db, standing.id));
    if (!row) throw notFound('device');
    const ids = await findMerged(tenant, db, deviceSubjects, row.id);
    return {
      id: row.id,
      isRedirected: row.id !== input.id,
      name: row.name,
      client: row.client,
      os: row.os,
      osFamily: row.osFamily,
      role: row.role,
      serial: row.serial,
      macs: row.macs,
      online: row.online,
      lastSeenAt: row.lastSeenAt,
      goneAt: row.goneAt,
      records: row.identities.map((identity) => ({
        id: identity.id,
        connectionId: identity.connection.id,
        connection: identity.connection.name,
        connector: identity.connection.connector,
        externalId: identity.externalId,
        matchedBy: identity.matchedBy,
        confidence: identity.confidence,
        reason: identity.reason,
        seenAt: identity.seenAt,
        goneAt: identity.goneAt,
        facts: describeDeviceFacts(readDeviceFacts(identity.facts)),
      })),
      conflicts: await describeConflicts(tenant, db, await findOpenConflicts(tenant, db, 'device', [row.id])),
      decisions: await listDecisions(tenant, db, 'device', ids),
      incidents: await findIncidentsOf(tenant, db, ids),
      openIncidents: await countOpenOf(tenant, db, ids),
    };
  });
