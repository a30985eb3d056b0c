// The world as Automate tells it: ids as text in the older models and as numbers in the newer ones, some times in UTC and
// some in the server's own time without a word about it.
import type {
  WorldActivity,
  WorldAlert,
  WorldAlertKind,
  WorldDevice,
  WorldScript,
  WorldScriptRun,
} from '#connectors/sdk/sandbox/world-types.ts';
import type { AutomateSandboxContext } from './automate-state.ts';

const utc = (ms: number) => new Date(ms).toISOString();
/** the server's own time, without a zone */
export const local = (ms: number, { state }: AutomateSandboxContext) =>
  new Date(ms + state.quirks.serverOffsetMinutes * 60_000).toISOString().slice(0, 19);

const clientOf = (id: number, { world }: AutomateSandboxContext) =>
  world.state.clients.find((client) => client.id === id);

export function computerView(device: WorldDevice, context: AutomateSandboxContext) {
  const client = clientOf(device.clientId, context);
  return {
    Id: String(device.id),
    ComputerName: device.name,
    FriendlyName: device.name,
    Client: { Id: String(device.clientId), Name: client?.name ?? '' },
    Location: { Id: client?.siteId ?? 1, Name: client?.siteName ?? '' },
    Type: device.role === 'server' ? 'Server' : 'Workstation',
    Status: device.isOnline ? 'Online' : 'Offline',
    OperatingSystemName: device.osFamily === 'windows' ? `Microsoft ${device.os}` : device.os,
    OperatingSystemVersion: device.osBuild,
    SerialNumber: device.serial,
    MACAddress: device.macs[0] ?? '',
    LocalIPAddress: device.ipAddress,
    RemoteAgentLastContact: utc(device.isOnline ? context.world.nowMs() - 30_000 : device.lastSeenAtMs),
    LastStartup: local(device.lastBootAtMs, context),
    IsRebootNeeded: device.needsReboot,
    IsMaintenanceModeEnabled: device.isInMaintenance,
    TotalMemory: Math.round(device.memoryBytes / 1_048_576),
    UTCOffset: 0,
    ...(device.lastUser === null ? {} : { LastUserName: device.lastUser }),
  };
}

export const driveViews = (device: WorldDevice) =>
  device.disks.map((disk, index) => ({
    DriveId: device.id * 10 + index,
    ComputerId: device.id,
    Letter: disk.name.replace(':', ''),
    Size: Math.round(disk.totalBytes / 1_048_576),
    FreeSpace: Math.round(disk.freeBytes / 1_048_576),
    FileSystem: device.osFamily === 'macos' ? 'APFS' : 'NTFS',
    VolumeName: disk.label,
    IsMissing: false,
  }));

export const serviceViews = (device: WorldDevice) =>
  device.services.map((service, index) => ({
    ComputerServiceId: device.id * 1_000 + index,
    ComputerId: device.id,
    Name: service.name,
    Description: service.displayName,
    State: service.state === 'running' ? 'Running' : 'Stopped',
    Startup: service.startType,
  }));

export function patchingView(device: WorldDevice) {
  const count = (status: string) => device.patches.filter((patch) => patch.status === status).length;
  const installed = device.patches.flatMap(({ installedAtMs }) => installedAtMs ?? []);
  return {
    ComputerId: device.id,
    InstalledPatchCount: count('installed'),
    MissingPatchCount: count('pending'),
    FailedPatchCount: count('failed'),
    NoPatchInventory: device.patches.length === 0,
    ...(installed.length === 0 ? {} : { LastPatchedDate: utc(Math.max(...installed)) }),
  };
}

const monitors: Record<WorldAlertKind, string> = {
  'process.crash': 'Event Log - Application Error',
  'service.stopped': 'SVC - Service not running',
  'disk.space': 'Disk space low',
  'agent.offline': 'LT - Offline agents',
  'patch.failed': 'Patch failures',
  'print.queue': 'Print queue stuck',
};
const severities = { critical: 'Critical', major: 'Error', moderate: 'Warning', minor: 'Low', info: 'Information' };

export function alertView(alert: WorldAlert, context: AutomateSandboxContext) {
  const device = context.world.device(alert.deviceId);
  const client = clientOf(device?.clientId ?? 0, context);
  return {
    AlertId: alert.id,
    Client: { Id: client?.id ?? 0, Name: client?.name ?? '' },
    Computer: { Id: alert.deviceId, Name: device?.name ?? '', ComputerStatus: device?.isOnline ? 'Online' : 'Offline' },
    Monitor: { Id: 900 + Object.keys(monitors).indexOf(alert.kind), Name: monitors[alert.kind] },
    AlertDate: local(alert.raisedAtMs, context),
    Severity: { Id: Object.keys(severities).indexOf(alert.severity) + 1, Name: severities[alert.severity] },
    Source: 'Monitor',
    Message: alert.message,
    FieldName: '',
  };
}

export const eventView = (activity: WorldActivity, context: AutomateSandboxContext) => ({
  ComputerId: activity.deviceId,
  EventId: 1_000 + (activity.id % 1_000),
  LogName: 'Application',
  LogType: { Id: 1, Name: severities[activity.severity] },
  Source: activity.subject,
  Message: activity.message,
  TimeGenerated: local(activity.atMs, context),
});

export const scriptView = (script: WorldScript) => ({
  Id: String(script.id),
  Name: script.name,
  Comments: script.description,
  IsComputerScript: true,
  GUID: script.uid,
  Parameters: script.parameters.map(({ name }) => name),
});

const runOfScript = (run: WorldScriptRun, context: AutomateSandboxContext) => ({
  Id: run.id,
  ScriptId: run.scriptId,
  ComputerId: run.deviceId,
  Name: context.world.state.scripts.find((script) => script.id === run.scriptId)?.name ?? '',
});
export const runningView = (run: WorldScriptRun, context: AutomateSandboxContext) => ({
  ...runOfScript(run, context),
  Status: 'Running',
  StartDate: local(run.startAtMs, context),
});
export const historyView = (run: WorldScriptRun, context: AutomateSandboxContext) => ({
  ...runOfScript(run, context),
  User: 'mspclaw',
  Status: 'Completed',
  State: run.exitCode === 0 ? 'Success' : 'Failure',
  HistoryDate: local(run.finishAtMs, context),
  DiagnosticMessage: '',
});
