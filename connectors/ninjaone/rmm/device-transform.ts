// NinjaOne's devices as our nouns. Pure.
import type { Device, DeviceStatus, Ref } from '#connectors/sdk/nouns.ts';
import type { NinjaDevice, NinjaNode, NinjaVolume } from './vendor-shapes.ts';

/** Epoch seconds with a fraction, as NinjaOne has them. */
export function instant(seconds: number | null | undefined): string | null {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds) || seconds <= 0) return null;
  const ms = Math.round(seconds * 1_000);
  return ms > 8.64e15 ? null : new Date(ms).toISOString();
}

const serverClasses = new Set([
  'WINDOWS_SERVER',
  'LINUX_SERVER',
  'MAC_SERVER',
  'VMWARE_VM_HOST',
  'HYPERV_VMM_HOST',
  'NMS_SERVER',
]);
const workstationClasses = new Set(['WINDOWS_WORKSTATION', 'LINUX_WORKSTATION', 'MAC']);

export function roleOf(nodeClass: string | null | undefined): Device['role'] {
  if (!nodeClass) return 'other';
  if (serverClasses.has(nodeClass)) return 'server';
  if (workstationClasses.has(nodeClass)) return 'workstation';
  return nodeClass.startsWith('NMS_') ? 'network' : 'other';
}

export function osFamilyOf(nodeClass: string | null | undefined): Device['osFamily'] {
  if (nodeClass?.startsWith('WINDOWS_')) return 'windows';
  if (nodeClass === 'MAC' || nodeClass === 'MAC_SERVER') return 'macos';
  if (nodeClass?.startsWith('LINUX_')) return 'linux';
  return 'other';
}

export const nodeName = (node: NinjaNode) => node.displayName || node.systemName || `Device ${node.id}`;

/** The names a list of devices does not carry. */
export type OrganizationNames = ReadonlyMap<number, string>;

export function clientRef(node: NinjaNode, organizations: OrganizationNames): Ref | null {
  const id = node.organizationId ?? node.references?.organization?.id;
  if (id === null || id === undefined) return null;
  return { id: String(id), name: node.references?.organization?.name ?? organizations.get(id) ?? null };
}

export function toDevice(device: NinjaDevice, organizations: OrganizationNames): Device {
  const siteId = device.locationId ?? device.references?.location?.id;
  return {
    id: String(device.id),
    name: nodeName(device),
    client: clientRef(device, organizations),
    site:
      siteId === null || siteId === undefined
        ? null
        : { id: String(siteId), name: device.references?.location?.name ?? null },
    role: roleOf(device.nodeClass),
    os: device.os?.name ?? null,
    osFamily: osFamilyOf(device.nodeClass),
    serial: device.system?.serialNumber ?? device.system?.biosSerialNumber ?? null,
    macs: (device.macAddresses ?? []).map((mac) => mac.toUpperCase().replaceAll('-', ':')),
    online: typeof device.offline === 'boolean' ? !device.offline : null,
    lastSeenAt: instant(device.lastContact),
  };
}

const toGb = (bytes: number) => Math.round(bytes / 100_000_000) / 10;

/** The drive the system is on: C: on Windows, / elsewhere, the only one when there is only one. */
export function systemDriveOf(volumes: NinjaVolume[]): DeviceStatus['systemDrive'] {
  const nameOf = (volume: NinjaVolume) => volume.driveLetter || volume.name || '';
  const measured = volumes.filter((volume) => (volume.capacity ?? 0) > 0 && typeof volume.freeSpace === 'number');
  const drive =
    measured.find((volume) => /^C:?\\?$/i.test(nameOf(volume)) || nameOf(volume) === '/') ??
    (measured.length === 1 ? measured[0] : undefined);
  if (!drive) return null;
  const total = drive.capacity ?? 0;
  const free = drive.freeSpace ?? 0;
  return {
    name: nameOf(drive).replace(/\\$/, '') || 'system',
    totalGb: toGb(total),
    freeGb: toGb(free),
    freePercent: Math.round((free / total) * 1_000) / 10,
  };
}

type ServiceState = NonNullable<DeviceStatus['services']>[string]['state'];
const serviceStates: Record<string, ServiceState> = {
  RUNNING: 'running',
  STOPPED: 'stopped',
  START_PENDING: 'starting',
  CONTINUE_PENDING: 'starting',
  STOP_PENDING: 'stopping',
  PAUSE_PENDING: 'paused',
  PAUSED: 'paused',
};
export const serviceStateOf = (state: string | null | undefined): ServiceState =>
  serviceStates[state ?? ''] ?? 'unknown';

export function healthOf(status: string | null | undefined): DeviceStatus['health'] {
  if (status === 'HEALTHY') return 'healthy';
  if (status === 'NEEDS_ATTENTION') return 'needs-attention';
  return status === 'UNHEALTHY' ? 'unhealthy' : 'unknown';
}
