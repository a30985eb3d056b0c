// Devices as a connection told of them, made ours: one device, one identity per connection.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type MatchedBy, matchDevice, plainMacs, plainSerial } from './sync-device-match.ts';
import {
  type DeviceFacts,
  findCandidates,
  findIdentities,
  insertDevice,
  saveIdentity,
  takeSyncTurn,
  updateDevice,
} from './sync-devices.repository.ts';

/** Ids are the vendor's. */
export interface VendorDevice {
  id: string;
  name: string;
  client: { id: string; name: string | null } | null;
  role: string;
  os: string | null;
  osFamily: string;
  serial: string | null;
  macs: string[];
  online: boolean | null;
  lastSeenAt: string | null;
}

export interface SyncedDevices {
  added: number;
  /** recognised as a machine that another connection knows */
  matched: number;
  /** vendor's id -> our id */
  ids: Map<string, string>;
}

/**
 * Inside the caller's transaction. Two syncs of one org take turns, else each could add the same machine.
 * @param clientIds vendor's client id -> ours
 */
export async function syncDevices(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  devices: VendorDevice[],
  clientIds: ReadonlyMap<string, string>,
): Promise<SyncedDevices> {
  await takeSyncTurn(tenant, db);
  const known = await findIdentities(
    tenant,
    db,
    connectionId,
    devices.map((device) => device.id),
  );
  const result: SyncedDevices = {
    added: 0,
    matched: 0,
    ids: new Map(known.map((identity) => [identity.externalId, identity.deviceId])),
  };
  const strangers = devices.filter((device) => !result.ids.has(device.id));
  let candidates =
    strangers.length === 0
      ? []
      : await findCandidates(tenant, db, connectionId, {
          serials: strangers.flatMap((device) => device.serial ?? []),
          macs: strangers.flatMap((device) => plainMacs(device.macs)),
          names: strangers.map((device) => device.name),
        });

  for (const device of devices) {
    const facts = factsOf(device, clientIds);
    let deviceId = result.ids.get(device.id);
    let matchedBy: MatchedBy = 'new';
    if (!deviceId) {
      const match = matchDevice(facts, candidates);
      if (match) {
        deviceId = match.id;
        matchedBy = match.by;
        result.matched++;
        candidates = candidates.filter((candidate) => candidate.id !== match.id);
      }
    }
    if (deviceId) {
      await updateDevice(tenant, db, deviceId, facts);
    } else {
      deviceId = newId();
      await insertDevice(tenant, db, deviceId, facts);
      result.added++;
    }
    result.ids.set(device.id, deviceId);
    const seenAt = new Date();
    await saveIdentity(tenant, db, {
      id: newId(),
      deviceId,
      connectionId,
      externalId: device.id,
      matchedBy,
      seenAt,
    });
  }
  return result;
}

const factsOf = (device: VendorDevice, clientIds: ReadonlyMap<string, string>): DeviceFacts => ({
  clientId: device.client ? (clientIds.get(device.client.id) ?? null) : null,
  name: storableText(device.name),
  os: device.os === null ? null : storableText(device.os),
  osFamily: device.osFamily,
  role: device.role,
  serial: plainSerial(device.serial) === null ? null : storableText(device.serial ?? '').trim() || null,
  macs: plainMacs(device.macs),
  online: device.online,
  lastSeenAt: device.lastSeenAt ? new Date(device.lastSeenAt) : null,
});
