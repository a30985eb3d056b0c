// Datto's devices as our nouns. Pure.
import { osFamilyOfWords } from '#connectors/sdk/devices/device-words.ts';
import type { Device, DeviceStatus, Ref } from '#connectors/sdk/nouns.ts';
import type { DattoAudit, DattoDevice } from './vendor-shapes.ts';

/** Epoch milliseconds, although the document says text; a text is read, too. */
export function toInstant(value: number | string | null | undefined): string | null {
  if (value === null || value === undefined || value === '' || value === 0) return null;
  const ms = typeof value === 'number' ? value : /^\d+(\.\d+)?$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : null;
}

/** a site is a customer, mostly */
export const siteRef = (device: { siteUid: string | null; siteName: string | null }): Ref | null =>
  device.siteUid ? { id: device.siteUid, name: device.siteName } : null;

function roleOf(device: DattoDevice): Device['role'] {
  const words = `${device.deviceType?.category ?? ''} ${device.operatingSystem ?? ''}`;
  if (device.deviceClass === 'rmmnetworkdevice') return 'network';
  if (device.deviceClass === 'esxihost' || /server|esxi/i.test(words)) return 'server';
  if (/network|switch|router|firewall/i.test(device.deviceType?.category ?? '')) return 'network';
  return /desktop|laptop|workstation|windows|mac ?os|main system chassis/i.test(words) ? 'workstation' : 'other';
}

export const toDevice = (device: DattoDevice, audit: DattoAudit | null = null): Device => ({
  id: device.uid,
  name: device.hostname ?? device.description ?? device.uid,
  client: siteRef(device),
  site: siteRef(device),
  role: roleOf(device),
  os: device.operatingSystem,
  osFamily: osFamilyOfWords(device.operatingSystem ?? ''),
  serial: audit?.bios?.serialNumber ?? null,
  macs: (audit?.nics ?? []).flatMap(({ macAddress }) =>
    macAddress ? [macAddress.toUpperCase().replaceAll('-', ':')] : [],
  ),
  online: device.online ?? null,
  lastSeenAt: toInstant(device.lastSeen),
});

const toGb = (bytes: number) => Math.round(bytes / 100_000_000) / 10;

/** As of the last audit. C: on Windows, / elsewhere, the only one when there is only one. */
export function systemDriveOf(audit: DattoAudit | null): DeviceStatus['systemDrive'] {
  const measured = (audit?.logicalDisks ?? []).filter(
    (disk) => (disk.size ?? 0) > 0 && typeof disk.freespace === 'number',
  );
  const drive =
    measured.find(({ diskIdentifier }) => /^C:?\\?$/i.test(diskIdentifier ?? '') || diskIdentifier === '/') ??
    (measured.length === 1 ? measured[0] : undefined);
  if (!drive) return null;
  const total = drive.size ?? 0;
  const free = drive.freespace ?? 0;
  return {
    name: drive.diskIdentifier?.replace(/\\$/, '') ?? 'system',
    totalGb: toGb(total),
    freeGb: toGb(free),
    freePercent: Math.round((free / total) * 1_000) / 10,
  };
}

/** Datto counts what is pending and only says *that* an installation failed: "failed" is then 1, which is at least how many. */
export function patchesOf(device: DattoDevice): DeviceStatus['patches'] {
  const patches = device.patchManagement;
  const status = patches?.patchStatus;
  if (!patches || !status || status === 'NoData' || status === 'NoPolicy') return null;
  return {
    pending: Math.trunc(patches.patchesApprovedPending ?? 0),
    failed: status === 'InstallError' ? 1 : 0,
    lastInstalledAt: null,
  };
}
