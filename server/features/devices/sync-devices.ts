// Devices as a connection told of them, made ours: one device, one record per connection. A person's word counts more
// than any sign; where signs fit several devices, that is kept as a conflict and nothing is guessed.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  confidenceOfDevice,
  type DeviceFacts,
  type DeviceMatch,
  deviceSubjects,
  type FoundConflict,
  placeKey,
  saveConflicts,
  takeIdentityTurn,
  wordsInForce,
} from '../identity/public.ts';
import { findRivals, matchDevice, plainMacs, plainSerial } from './sync-device-match.ts';
import { findCandidates, findRecords, insertDevice, movedClient, saveRecord } from './sync-devices.repository.ts';

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
  await takeIdentityTurn(tenant, db);
  const known = new Map(
    (
      await findRecords(
        tenant,
        db,
        connectionId,
        devices.map(({ id }) => id),
      )
    ).map((record) => [record.externalId, record]),
  );
  const result: SyncedDevices = { added: 0, matched: 0, ids: new Map() };
  const strangers = devices.filter(({ id }) => !known.has(id));
  const words = await wordsInForce(
    tenant,
    db,
    'device',
    deviceSubjects,
    strangers.map(({ id }) => ({ connectionId, externalId: id })),
  );
  let candidates =
    strangers.length === 0
      ? []
      : await findCandidates(tenant, db, connectionId, {
          serials: strangers.flatMap((device) => device.serial?.trim() || []),
          macs: strangers.flatMap((device) => plainMacs(device.macs)),
          names: strangers.map((device) => device.name),
        });
  const conflicts: FoundConflict[] = [];
  for (const device of devices) {
    const facts = factsOf(device);
    const clientId = device.client ? (clientIds.get(device.client.id) ?? null) : null;
    const record = known.get(device.id);
    let deviceId = record?.deviceId;
    let matchedBy: DeviceMatch = 'new';
    if (!deviceId) {
      const word = words.get(placeKey({ connectionId, externalId: device.id }));
      const seen = { name: facts.name ?? device.id, clientId, serial: facts.serial, macs: facts.macs };
      const allowed = candidates.filter(({ id }) => !word?.not.has(id));
      const match = word?.sameAs ? { id: word.sameAs, by: 'decision' as const } : matchDevice(seen, allowed);
      if (match) {
        [deviceId, matchedBy] = [match.id, match.by];
        result.matched++;
        candidates = candidates.filter(({ id }) => id !== match.id);
      } else {
        deviceId = newId();
        await insertDevice(tenant, db, deviceId, { ...facts, clientId, name: seen.name });
        result.added++;
        const rivals = findRivals(seen, allowed);
        if (rivals.length > 0) conflicts.push(twoCandidates(deviceId, rivals));
      }
    }
    result.ids.set(device.id, deviceId);
    const moved =
      record &&
      (await movedClient(tenant, db, connectionId, record, { externalId: device.client?.id ?? null, clientId }));
    if (moved) conflicts.push({ ...moved, subjectId: deviceId });
    await saveRecord(tenant, db, {
      id: newId(),
      deviceId,
      connectionId,
      externalId: device.id,
      matchedBy,
      ...confidenceOfDevice(matchedBy),
      facts,
      seenAt: new Date(),
    });
  }
  await deviceSubjects.settle(tenant, db, [...result.ids.values()]);
  await saveConflicts(tenant, db, 'device', [], conflicts);
  return result;
}

const twoCandidates = (subjectId: string, candidateIds: string[]): FoundConflict => ({
  kind: 'device',
  topic: 'two-candidates',
  key: `two-candidates:${subjectId}:${candidateIds.toSorted().join(',')}`.slice(0, 500),
  subjectId,
  detail: { candidateIds: candidateIds.slice(0, 10) },
});

const factsOf = (device: VendorDevice): DeviceFacts => ({
  name: storableText(device.name),
  client: device.client && {
    id: device.client.id,
    name: device.client.name === null ? null : storableText(device.client.name),
  },
  os: device.os === null ? null : storableText(device.os),
  osFamily: device.osFamily,
  role: device.role,
  serial: plainSerial(device.serial) === null ? null : storableText(device.serial ?? '').trim() || null,
  macs: plainMacs(device.macs),
  online: device.online,
  lastSeenAt: device.lastSeenAt,
});
