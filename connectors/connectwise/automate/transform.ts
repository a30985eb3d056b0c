// Automate's computers, alerts and events as our nouns. Pure.
import { type MonitorKind, toVendorAlert } from '#connectors/sdk/alerts/describe-alert.ts';
import type { Device, DeviceEvent, DeviceStatus, Ref, Severity, VendorAlert } from '#connectors/sdk/nouns.ts';
import type { ReadTime } from './times.ts';
import type {
  AutomateAlert,
  AutomateComputer,
  AutomateDrive,
  AutomateEvent,
  AutomatePatchingStats,
} from './vendor-shapes.ts';

type Named = { Id: string; Name?: string | null | undefined } | null | undefined;
/** 0 stands for none */
export const refOf = (named: Named): Ref | null =>
  named && named.Id !== '0' ? { id: named.Id, name: named.Name ?? null } : null;

export function osFamilyOf(name: string | null | undefined): Device['osFamily'] {
  if (/windows/i.test(name ?? '')) return 'windows';
  if (/mac|os x|darwin/i.test(name ?? '')) return 'macos';
  return /linux|ubuntu|debian|centos|red hat|suse|rocky/i.test(name ?? '') ? 'linux' : 'other';
}

function roleOf({ Type, OperatingSystemName }: AutomateComputer): Device['role'] {
  if (/server/i.test(Type ?? '')) return 'server';
  if (/workstation|laptop|desktop/i.test(Type ?? '')) return 'workstation';
  if (/server/i.test(OperatingSystemName ?? '')) return 'server';
  return OperatingSystemName ? 'workstation' : 'other';
}

const staleMs = 15 * 60_000;

/** `Status` lags: an agent that has not called for 15 minutes is not online, whatever it says. Agents call every five. */
function onlineOf(status: string | null | undefined, lastSeenAt: string | null, now: Date): boolean | null {
  if (!status) return null;
  if (!/^online$/i.test(status)) return false;
  return lastSeenAt === null || now.getTime() - Date.parse(lastSeenAt) < staleMs;
}

export function toDevice(computer: AutomateComputer, read: ReadTime, now: Date): Device {
  const lastSeenAt = read(computer.RemoteAgentLastContact);
  return {
    id: computer.Id,
    name: computer.ComputerName || computer.FriendlyName || `Computer ${computer.Id}`,
    client: refOf(computer.Client),
    site: refOf(computer.Location),
    role: roleOf(computer),
    os: computer.OperatingSystemName ?? null,
    osFamily: osFamilyOf(computer.OperatingSystemName),
    serial: computer.SerialNumber || null,
    macs: computer.MACAddress ? [computer.MACAddress.toUpperCase().replaceAll('-', ':')] : [],
    online: onlineOf(computer.Status, lastSeenAt, now),
    lastSeenAt,
  };
}

const toGb = (megabytes: number) => Math.round((megabytes * 1_048_576) / 100_000_000) / 10;

/** C: on Windows, / elsewhere, the only one when there is only one. */
export function systemDriveOf(drives: readonly AutomateDrive[]): DeviceStatus['systemDrive'] {
  const there = drives.filter((drive) => !drive.IsMissing && (drive.Size ?? 0) > 0 && drive.FreeSpace !== null);
  const drive =
    there.find(({ Letter }) => /^C:?\\?$/i.test(Letter ?? '') || Letter === '/') ??
    (there.length === 1 ? there[0] : undefined);
  if (!drive) return null;
  const size = drive.Size ?? 0;
  const free = drive.FreeSpace ?? 0;
  const letter = (drive.Letter ?? '').replace(/\\$/, '');
  return {
    name: /^[A-Z]$/i.test(letter) ? `${letter}:` : letter || 'system',
    totalGb: toGb(size),
    freeGb: toGb(free),
    freePercent: Math.round((free / size) * 1_000) / 10,
  };
}

export function patchesOf(stats: AutomatePatchingStats | null, read: ReadTime): DeviceStatus['patches'] {
  if (!stats || stats.NoPatchInventory) return null;
  return {
    pending: stats.MissingPatchCount ?? 0,
    failed: stats.FailedPatchCount ?? 0,
    lastInstalledAt: read(stats.LastPatchedDate),
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

function severityOf(name: string | null | undefined): Severity {
  if (/critical|emergency|fatal/i.test(name ?? '')) return 'critical';
  if (/error|high|fail/i.test(name ?? '')) return 'major';
  if (/info|success/i.test(name ?? '')) return 'info';
  return /low/i.test(name ?? '') ? 'minor' : 'moderate';
}

function monitorOf(name: string): MonitorKind {
  if (/^event ?log|\bevent log\b/i.test(name)) return 'event-log';
  if (/\bservices?\b/i.test(name)) return 'service';
  if (/\b(disk|drive) (space|free)|free space/i.test(name)) return 'disk';
  return /\boffline\b|\bheartbeat\b/i.test(name) ? 'offline' : 'unknown';
}

export function toAlert(alert: AutomateAlert, read: ReadTime): VendorAlert {
  const monitor = alert.Monitor?.Name ?? alert.Source ?? '';
  return toVendorAlert({
    id: alert.AlertId,
    device: refOf(alert.Computer),
    client: refOf(alert.Client),
    severity: severityOf(alert.Severity?.Name),
    title: monitor && alert.Computer?.Name ? `${monitor} on ${alert.Computer.Name}` : monitor,
    message: alert.Message ?? '',
    monitor: monitorOf(monitor),
    condition: monitor,
    parameters: {},
    raisedAt: read(alert.AlertDate) ?? new Date(0).toISOString(),
    // what is solved leaves the list
    isActive: true,
    clearedAt: null,
  });
}

export function toEvent(event: AutomateEvent, read: ReadTime): DeviceEvent | null {
  const at = read(event.TimeGenerated);
  if (at === null) return null;
  const source = event.Source || event.LogName || 'Event log';
  return {
    id: `${event.LogName ?? ''}:${event.EventId ?? 0}:${source}:${at}`.slice(0, 200),
    at,
    kind: `${event.LogName ?? 'log'}.${event.EventId ?? 0}`.toLowerCase(),
    severity: severityOf(event.LogType?.Name),
    subject: source,
    message: event.Message ?? '',
  };
}
