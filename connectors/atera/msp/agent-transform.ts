// Agents and alerts of Atera as our nouns. Pure.
import { type MonitorKind, toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { Device, DeviceStatus, Severity, VendorAlert } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import type { AteraAgent, AteraAlert } from './vendor-shapes.ts';

function osFamilyOf(os: string): Device['osFamily'] {
  if (/windows/i.test(os)) return 'windows';
  if (/mac ?os|os ?x|darwin/i.test(os)) return 'macos';
  return /linux|ubuntu|debian|centos|red ?hat/i.test(os) ? 'linux' : 'other';
}

function roleOf(row: AteraAgent): Device['role'] {
  const type = row.OSType ?? '';
  if (/server|domain controller/i.test(`${type} ${row.OS ?? ''}`)) return 'server';
  return /work ?station|desktop|laptop|mac/i.test(type) ? 'workstation' : 'other';
}

export const toDevice = (row: AteraAgent): Device => ({
  id: row.AgentID,
  name: row.MachineName || row.AgentName || `Agent ${row.AgentID}`,
  client: row.CustomerID === null ? null : { id: row.CustomerID, name: row.CustomerName ?? null },
  site: row.FolderID === null ? null : { id: row.FolderID, name: row.FolderName ?? null },
  role: roleOf(row),
  os: row.OS ?? null,
  osFamily: osFamilyOf(row.OS ?? ''),
  serial: row.VendorSerialNumber || null,
  macs: (row.MacAddresses ?? []).flatMap((mac) => (mac ? [mac.toUpperCase().replaceAll('-', ':')] : [])),
  online: row.Online ?? null,
  lastSeenAt: toInstant(row.LastSeen),
});

/**
 * The unit of disk sizes is not documented. A system drive has 10 GB to 10 TB, and there these ranges do not overlap: bytes,
 * kilobytes, megabytes, gigabytes.
 */
function unitOf(total: number): number {
  if (total >= 1e10) return 1;
  if (total >= 1e7) return 1_024;
  return total >= 1e4 ? 1_048_576 : 1_073_741_824;
}

export function systemDriveOf(row: AteraAgent): DeviceStatus['systemDrive'] {
  const plain = (drive: string | null | undefined) => (drive ?? '').replace(/[\\]$/, '').toUpperCase();
  const measured = (row.HardwareDisks ?? []).flatMap(({ Drive, Free, Total }) =>
    Total && typeof Free === 'number' ? [{ name: plain(Drive), free: Free, total: Total }] : [],
  );
  const wanted = plain(row.SystemDrive) || 'C:';
  const found =
    measured.find(({ name }) => name === wanted || name === '/') ?? (measured.length === 1 ? measured[0] : undefined);
  if (!found) return null;
  const gb = (size: number) => Math.round((size * unitOf(found.total)) / 100_000_000) / 10;
  return {
    name: found.name || 'system',
    totalGb: gb(found.total),
    freeGb: gb(found.free),
    freePercent: Math.round((found.free / found.total) * 1_000) / 10,
  };
}

const severities: Record<string, Severity> = { Critical: 'critical', Warning: 'moderate', Information: 'info' };
const monitors: Record<string, MonitorKind> = { Disk: 'disk' };

export function toAlert(row: AteraAlert): VendorAlert {
  const isActive = row.Archived !== true;
  return toVendorAlert({
    id: row.AlertID,
    device: row.AgentId === null ? null : { id: row.AgentId, name: row.DeviceName ?? null },
    client: row.CustomerID === null ? null : { id: row.CustomerID, name: row.CustomerName ?? null },
    severity: severities[row.Severity ?? ''] ?? 'moderate',
    title: row.Title ?? '',
    message: row.AlertMessage || row.AdditionalInfo || row.Title || '',
    monitor: monitors[row.AlertCategoryID ?? ''] ?? 'unknown',
    condition: row.Source || row.Title || '',
    parameters: {},
    raisedAt: toInstant(row.Created) ?? new Date(0).toISOString(),
    isActive,
    clearedAt: isActive ? null : toInstant(row.ArchivedDate),
  });
}
