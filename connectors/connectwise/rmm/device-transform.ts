// The platform's endpoints as our nouns. Pure.

import type { Device, DeviceStatus } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { type Names, refOf } from './companies.ts';
import { type DeviceId, joinDeviceId } from './device-id.ts';
import type { Heartbeat } from './devices.ts';
import type { DiskUsage, EndpointFacts } from './vendor-shapes.ts';

function roleOf(row: EndpointFacts): Device['role'] {
  const words = `${row.type ?? ''} ${row.endpointType ?? ''} ${row.resourceType ?? ''} ${row.os?.product ?? ''}`;
  if (/server/i.test(words)) return 'server';
  if (/desktop|laptop|workstation|windows (10|11)|mac/i.test(words)) return 'workstation';
  return /firewall|switch|router|network/i.test(words) ? 'network' : 'other';
}

function osFamilyOf(row: EndpointFacts): Device['osFamily'] {
  const words = `${row.os?.type ?? ''} ${row.os?.product ?? ''}`;
  if (/windows/i.test(words)) return 'windows';
  if (/mac|darwin|os x/i.test(words)) return 'macos';
  return /linux|ubuntu|debian|centos|red hat|suse/i.test(words) ? 'linux' : 'other';
}

export function toDevice(
  id: DeviceId,
  row: EndpointFacts,
  words: { companies: Names; sites: Names; heartbeat: Heartbeat | undefined },
): Device {
  return {
    id: joinDeviceId(id),
    name: row.deviceName || row.system?.systemName || row.friendlyName || id.endpoint,
    client: refOf(id.company, words.companies),
    site: refOf(id.site, words.sites),
    role: roleOf(row),
    os: row.os?.product ?? null,
    osFamily: osFamilyOf(row),
    serial: row.bios?.serialNumber || row.system?.serialNumber || null,
    macs: (row.macAddress ?? []).map((mac) => mac.toUpperCase().replaceAll('-', ':')),
    online: words.heartbeat?.isOnline ?? null,
    lastSeenAt: toInstant(words.heartbeat?.at),
  };
}

const toGb = (bytes: number) => Math.round(bytes / 100_000_000) / 10;

/** C: on Windows, / elsewhere, the only one when there is only one. */
export function systemDriveOf(usage: DiskUsage | null): DeviceStatus['systemDrive'] {
  const storages = (usage ?? []).flatMap((sample) => sample.storages ?? []);
  const parts = storages.flatMap((storage) => (storage.partitions?.length ? storage.partitions : [storage]));
  const measured = parts.flatMap((part) => {
    const { totalSpaceBytes: total, freeSpaceBytes: free } = part.metric ?? {};
    const name = ('mountPoint' in part && part.mountPoint) || part.name || '';
    return total && total > 0 && typeof free === 'number' ? [{ name: name.replace(/\\$/, ''), total, free }] : [];
  });
  const drive =
    measured.find(({ name }) => /^C:?$/i.test(name) || name === '/') ??
    (measured.length === 1 ? measured[0] : undefined);
  if (!drive) return null;
  return {
    name: /^[A-Z]$/i.test(drive.name) ? `${drive.name}:` : drive.name || 'system',
    totalGb: toGb(drive.total),
    freeGb: toGb(drive.free),
    freePercent: Math.round((drive.free / drive.total) * 1_000) / 10,
  };
}

const states: [RegExp, NonNullable<DeviceStatus['services']>[string]['state']][] = [
  [/^running$/i, 'running'],
  [/^stopped$/i, 'stopped'],
  [/start/i, 'starting'],
  [/stop/i, 'stopping'],
  [/paus/i, 'paused'],
];
export const serviceStateOf = (state: string | null | undefined) =>
  states.find(([pattern]) => pattern.test(state ?? ''))?.[1] ?? 'unknown';
