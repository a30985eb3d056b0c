// Devices of a REST v3 server as our nouns. Pure. The list of devices knows names and places, the list of assets what the
// machines are; group names say nothing.
import { osFamilyOfWords, roleOfWords } from '#connectors/sdk/devices/device-words.ts';
import type { Device, DeviceStatus, Ref } from '#connectors/sdk/nouns.ts';
import { parseTime } from './parse-time.ts';
import type { RestV3Asset, RestV3Device } from './vendor-shapes.ts';

const refOf = (id: string | null, name: string | null): Ref | null => (id && id !== '0' ? { id, name } : null);
export const organizationOf = (device: RestV3Device): Ref | null =>
  refOf(device.OrganizationId, device.OrganizationName);

const assetInfo = (asset: RestV3Asset | null, category: string, name: string): string | null =>
  asset?.AssetInfo?.find(({ CategoryName }) => CategoryName === category)?.CategoryData?.[name]?.trim() || null;

/** The description carries it, unless a person or a script wrote something else there. */
function osOf(device: RestV3Device, asset: RestV3Asset | null): string | null {
  const told = assetInfo(asset, 'Operating System', 'Name');
  const described = asset?.Description ?? device.Description;
  return told ?? (described && osFamilyOfWords(described) !== 'other' ? described : null);
}

/** "0A0027000010" */
function macsOf(device: RestV3Device, asset: RestV3Asset | null): string[] {
  const told = [
    ...(asset?.IpAddresses ?? []).map(({ MAC }) => MAC),
    ...(device.LocalIpAddresses ?? []).map(({ PhysicalAddress }) => PhysicalAddress),
  ];
  const digits = told.map((mac) => (mac ?? '').replace(/[^0-9a-f]/gi, '').toUpperCase());
  const real = digits.filter((mac) => mac.length === 12 && !/^0+$/.test(mac));
  return [...new Set(real)].map((mac) => (mac.match(/../g) ?? []).join(':'));
}

export function toDevice(device: RestV3Device, asset: RestV3Asset | null): Device {
  const os = osOf(device, asset);
  const words = `${os ?? ''} ${device.ComputerType ?? asset?.Type ?? ''}`;
  return {
    id: device.Identifier,
    name: device.Name ?? device.Identifier,
    client: organizationOf(device),
    site: refOf(device.SiteId, device.SiteName),
    role: roleOfWords(words),
    os,
    osFamily: osFamilyOfWords(words),
    serial: assetInfo(asset, 'BIOS', 'Serial Number'),
    macs: macsOf(device, asset),
    online: device.IsOnline ?? null,
    lastSeenAt: parseTime(asset?.LastSeenOnline),
  };
}

/**
 * The unit of `TotalValue` is not documented. The vendor's example, 277358588 for the disk of a Windows machine, can only be
 * kilobytes; from 10^10 on (10 TB as kilobytes, 10 GB as bytes) bytes are more likely.
 */
const bytesFrom = 1e10;
const totalBytes = (value: number) => (value < bytesFrom ? value * 1_024 : value);
const toGb = (bytes: number) => Math.round(bytes / 100_000_000) / 10;

export function systemDriveOf(asset: RestV3Asset | null): DeviceStatus['systemDrive'] {
  const measured = (asset?.Disks ?? []).filter(
    (disk) => (disk.TotalValue ?? 0) > 0 && typeof disk.FreePercentage === 'number' && disk.FreePercentage <= 100,
  );
  const drive = measured.find((disk) => disk.System === true) ?? (measured.length === 1 ? measured[0] : undefined);
  if (!drive) return null;
  const total = totalBytes(drive.TotalValue ?? 0);
  const freePercent = Math.max(drive.FreePercentage ?? 0, 0);
  return {
    name: drive.Name ?? 'system',
    totalGb: toGb(total),
    freeGb: toGb((total * freePercent) / 100),
    freePercent: Math.round(freePercent * 10) / 10,
  };
}
