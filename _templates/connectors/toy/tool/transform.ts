// Between the words of Toy Tool and ours. Pure.
import { toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { Device, DeviceStatus, Severity, VendorAlert } from '#connectors/sdk/nouns.ts';
import type { AlertRow, DeviceRow } from './vendor-shapes.ts';

const instant = (seconds: number | null | undefined): string | null =>
  typeof seconds === 'number' ? new Date(seconds * 1_000).toISOString() : null;

export function toDevice(row: DeviceRow): Device {
  const os = row.os ?? '';
  return {
    id: row.id,
    name: row.name,
    client: row.customer ?? null,
    site: null,
    role: row.kind === 'server' || row.kind === 'workstation' ? row.kind : 'other',
    os: row.os ?? null,
    osFamily: /windows/i.test(os) ? 'windows' : /mac/i.test(os) ? 'macos' : /linux/i.test(os) ? 'linux' : 'other',
    serial: row.serial ?? null,
    macs: row.macs ?? [],
    online: row.online ?? null,
    lastSeenAt: instant(row.last_seen),
  };
}

/** What Toy Tool does not tell is null: never a guess. */
export function toDeviceStatus(row: DeviceRow, now: Date): DeviceStatus {
  const lastBootAt = instant(row.last_boot);
  const uptimeMs = lastBootAt === null ? null : now.getTime() - Date.parse(lastBootAt);
  return {
    ...toDevice(row),
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds: uptimeMs === null ? null : Math.max(0, Math.round(uptimeMs / 1_000)),
    needsReboot: null,
    systemDrive: null,
    patches: null,
    services: null,
    health: 'unknown',
    lastUser: null,
    isInMaintenance: false,
  };
}

const severities: Record<string, Severity> = { red: 'critical', orange: 'major', yellow: 'moderate', blue: 'info' };

export function toAlert(row: AlertRow): VendorAlert {
  return toVendorAlert({
    id: row.id,
    device: row.device ?? null,
    client: null,
    severity: severities[row.level] ?? 'moderate',
    title: row.title,
    message: row.text,
    monitor: 'unknown',
    condition: '',
    parameters: {},
    raisedAt: new Date(row.raised * 1_000).toISOString(),
    isActive: row.cleared === null || row.cleared === undefined,
    clearedAt: instant(row.cleared),
  });
}
