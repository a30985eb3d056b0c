// Tactical's records as our nouns. Pure.
import type { z } from 'zod';
import { toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { Device, DeviceEvent, DeviceStatus, Script, VendorAlert } from '#connectors/sdk/nouns.ts';
import type { Places } from './places.ts';
import type { AgentDetail, AgentRow, AlertRow, HistoryRow, ScriptRow, updateShape } from './vendor-shapes.ts';

/** ISO 8601; older servers write "11 20 2026 08:00:00" in a zone they do not name, which is taken for UTC. */
export function toInstant(value: string | null | undefined): string | null {
  const old = /^(\d{2}) (\d{2}) (\d{4}) (\d{2}:\d{2}:\d{2})$/.exec(value ?? '');
  const text = old ? `${old[3]}-${old[1]}-${old[2]}T${old[4]}` : (value ?? '');
  const at = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

const families: Record<string, Device['osFamily']> = { windows: 'windows', darwin: 'macos', linux: 'linux' };

export const toDevice = (row: AgentRow, places: Places): Device => ({
  id: row.agent_id,
  name: row.hostname || row.agent_id,
  client: places.client(row.client_name),
  site: places.site(row.client_name, row.site_name),
  role: row.monitoring_type === 'server' ? 'server' : row.monitoring_type === 'workstation' ? 'workstation' : 'other',
  os: row.operating_system || null,
  osFamily: families[row.plat ?? ''] ?? 'other',
  serial: row.serial_number || null,
  macs: [],
  // worked out when asked; "overdue" is offline for longer
  online: row.status ? row.status === 'online' : null,
  lastSeenAt: toInstant(row.last_seen),
});

export function toDeviceStatus(
  row: AgentDetail,
  updates: readonly z.output<typeof updateShape>[] | null,
  places: Places,
  takenAt: Date,
): DeviceStatus {
  const bootMs = row.boot_time ? row.boot_time * 1_000 : null;
  const failing = row.checks?.failing ?? 0;
  return {
    ...toDevice(row, places),
    takenAt: takenAt.toISOString(),
    lastBootAt: bootMs === null ? null : new Date(bootMs).toISOString(),
    uptimeSeconds: bootMs === null ? null : Math.max(Math.round((takenAt.getTime() - bootMs) / 1_000), 0),
    needsReboot: row.needs_reboot ?? null,
    systemDrive: systemDrive(row.disks ?? []),
    patches: updates && {
      pending: updates.filter(({ installed, action }) => !installed && action !== 'ignore').length,
      failed: updates.filter(({ installed, result }) => !installed && /fail/i.test(result ?? '')).length,
      lastInstalledAt: toInstant(row.patches_last_installed),
    },
    services: services(row.services ?? null),
    health: row.checks
      ? failing > 0
        ? 'unhealthy'
        : (row.checks.warning ?? 0) > 0
          ? 'needs-attention'
          : 'healthy'
      : 'unknown',
    lastUser: row.logged_username || row.last_logged_in_user || null,
    isInMaintenance: row.maintenance_mode ?? false,
  };
}

const gbOf: Record<string, number> = {
  kb: 1e-6,
  mb: 1e-3,
  gb: 1,
  tb: 1_000,
  kib: 1.024e-6,
  mib: 1.048576e-3,
  gib: 1.073741824,
  tib: 1_099.511627776,
};

/** "201.6 GB" */
function gigabytes(value: string | number | null | undefined): number | null {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]i?b)\s*$/i.exec(String(value ?? ''));
  const unit = gbOf[match?.[2]?.toLowerCase() ?? ''];
  return match && unit !== undefined ? Number(match[1]) * unit : null;
}

function systemDrive(disks: NonNullable<AgentDetail['disks']>): DeviceStatus['systemDrive'] {
  const found =
    disks.find(({ device }) => /^C:\\?$/i.test(device ?? '') || device === '/') ??
    (disks.length === 1 ? disks[0] : undefined);
  const total = gigabytes(found?.total);
  const free = gigabytes(found?.free);
  if (!found || total === null || free === null || total === 0) return null;
  const oneDecimal = (value: number) => Math.round(value * 10) / 10;
  return {
    name: (found.device ?? 'system').replace(/\\$/, ''),
    totalGb: oneDecimal(total),
    freeGb: oneDecimal(free),
    freePercent: oneDecimal((free / total) * 100),
  };
}

type ServiceState = NonNullable<DeviceStatus['services']>[string]['state'];
const states: readonly ServiceState[] = ['running', 'stopped', 'paused'];

function services(rows: AgentDetail['services']): DeviceStatus['services'] {
  if (!rows) return null;
  return Object.fromEntries(
    rows.map(({ name, display_name, status }) => [
      name.toLowerCase(),
      {
        name,
        displayName: display_name || name,
        state: states.find((state) => state === status?.toLowerCase()) ?? 'unknown',
      },
    ]),
  );
}

const severities: Record<string, VendorAlert['severity']> = { error: 'major', warning: 'moderate', info: 'info' };

export function toAlert(row: AlertRow, places: Places): VendorAlert {
  const message = row.message ?? '';
  return toVendorAlert({
    id: String(row.id),
    device: row.agent_id ? { id: row.agent_id, name: row.hostname ?? null } : null,
    client: places.client(row.client),
    severity: severities[row.severity ?? ''] ?? 'moderate',
    title: message.split('\n')[0]?.slice(0, 200) ?? '',
    message,
    monitor: row.alert_type === 'availability' ? 'offline' : 'unknown',
    condition: row.alert_type ?? 'alert',
    parameters: {},
    raisedAt: toInstant(row.alert_time) ?? new Date(0).toISOString(),
    isActive: row.resolved !== true,
    clearedAt: row.resolved ? toInstant(row.resolved_on) : null,
  });
}

export const toScript = (row: ScriptRow): Script => ({
  id: String(row.id),
  name: row.name,
  description: row.description || null,
  osFamilies: (row.supported_platforms ?? []).flatMap((platform) => families[platform] ?? []),
  // scripts read variables of the environment; the library does not tell which
  parameters: [],
});

export function toEvent(row: HistoryRow): DeviceEvent | null {
  const at = toInstant(row.time);
  if (at === null) return null;
  const subject = row.script_name || row.command || row.type || 'History';
  const code = row.script_results?.retcode;
  const ending = code === null || code === undefined ? 'not finished' : `exit code ${code}`;
  return {
    id: String(row.id),
    at,
    kind: row.type || 'history',
    severity: typeof code === 'number' && code !== 0 ? 'minor' : 'info',
    subject,
    message: `${subject}, by ${row.username || 'unknown'}${row.type === 'script_run' ? `: ${ending}` : ''}`,
  };
}
