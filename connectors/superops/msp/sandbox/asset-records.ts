// Devices, alerts, activity and scripts of the world as SuperOps keeps them.
import { type GraphqlRecord, jsonScalar } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { Json, WorldActivity, WorldAlert, WorldDevice, WorldScript } from '#connectors/sdk/sandbox/world-types.ts';
import type { SuperopsSandboxState } from './superops-state.ts';
import { zoneless } from './ticket-records.ts';
import { bareMark, scalarRef, vendorId } from './vendor-ids.ts';

const size = (bytes: number) =>
  jsonScalar({ actualValue: bytes, value: (bytes / 1_073_741_824).toFixed(2), unit: 'GB' });

function uptime(ms: number): string {
  const minutes = Math.max(Math.floor(ms / 60_000), 0);
  const parts: [number, string][] = [
    [Math.floor(minutes / 1_440), 'day'],
    [Math.floor(minutes / 60) % 24, 'hour'],
    [minutes % 60, 'minute'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return said.join(' ') || '0 minutes';
}

export function assetRecord(world: SandboxWorld, device: WorldDevice): GraphqlRecord {
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  const seenAtMs = device.isOnline ? world.nowMs() : device.lastSeenAtMs;
  const hasFailed = device.patches.some((patch) => patch.status === 'failed');
  return {
    assetId: vendorId('asset', device.id),
    name: device.name,
    assetClass: jsonScalar({ classId: '1', name: device.osFamily === 'macos' ? 'Mac Machine' : 'Windows Machine' }),
    client: client ? scalarRef('accountId', vendorId('client', client.id), client.name) : jsonScalar({}),
    site: client ? scalarRef('id', vendorId('site', client.siteId), client.siteName) : jsonScalar({}),
    requester: jsonScalar({}),
    primaryMac: device.macs[0]?.toLowerCase() ?? null,
    loggedInUser: device.isOnline ? device.lastUser : null,
    serialNumber: device.serial,
    manufacturer: device.manufacturer,
    model: device.model,
    hostName: device.name,
    platform: device.osFamily === 'windows' ? `Microsoft ${device.os}` : device.os,
    platformCategory: device.role === 'server' ? 'SERVER' : 'WORKSTATION',
    platformVersion: device.osBuild,
    status: device.isOnline ? 'ONLINE' : 'OFFLINE',
    sysUptime: device.isOnline ? uptime(world.nowMs() - device.lastBootAtMs) : null,
    lastCommunicatedTime: new Date(seenAtMs).toISOString().replace('Z', ''),
    patchStatus: hasFailed ? 'Not Fully Patched' : 'Fully Patched',
  };
}

export const diskRecords = (device: WorldDevice): GraphqlRecord[] =>
  device.disks.map((disk) => ({
    drive: disk.name.toLowerCase(),
    discType: 'Local Disk',
    size: size(disk.totalBytes),
    freeSize: size(disk.freeBytes),
  }));

export const patchRecords = (device: WorldDevice): GraphqlRecord[] =>
  device.patches.map((patch) => ({
    approvalStatus: 'Approved',
    installationStatus: { installed: 'Installed', failed: 'Failed', pending: 'Not Installed' }[patch.status],
    installationTime: patch.installedAtMs === null ? null : zoneless(patch.installedAtMs).slice(0, 10),
    failedMessage: patch.error,
  }));

export function alertRecord(world: SandboxWorld, alert: WorldAlert): GraphqlRecord {
  const device = world.device(alert.deviceId);
  const client = world.state.clients.find((entry) => entry.id === device?.clientId);
  return {
    id: vendorId('alert', alert.id),
    message: alert.title,
    createdTime: zoneless(alert.raisedAtMs),
    status: alert.clearedAtMs === null ? 'Created' : 'Resolved',
    severity: { critical: 'Critical', major: 'High', moderate: 'Medium', minor: 'Low', info: 'Low' }[alert.severity],
    description: alert.message,
    asset: device
      ? jsonScalar({
          assetId: bareMark(vendorId('asset', device.id)),
          name: device.name,
          client: client ? { accountId: bareMark(vendorId('client', client.id)), name: client.name } : null,
        })
      : null,
    policy: jsonScalar({ name: `Monitor ${alert.kind}`, policyType: 'Hardware Performance Monitoring' }),
  };
}

const modules: Partial<Record<WorldActivity['kind'], string>> = {
  'script-started': 'SCRIPT',
  'script-finished': 'SCRIPT',
  'alert-raised': 'ALERT',
  'alert-cleared': 'ALERT',
};

export function activityRecord(
  world: SandboxWorld,
  state: SuperopsSandboxState,
  activity: WorldActivity,
): GraphqlRecord {
  const run = world.state.scriptRuns.find((entry) => entry.id === activity.scriptRunId);
  const script = world.state.scripts.find((entry) => entry.id === run?.scriptId);
  const tells = state.quirks.activityTells;
  const data: Record<string, Json> =
    run && script
      ? {
          script: { name: script.name },
          ...(tells === 'name' ? {} : { actionConfigId: bareMark(vendorId('action', run.id)) }),
          ...(tells === 'arguments' ? { scriptArguments: { ...run.parameters } } : {}),
        }
      : { message: activity.message };
  return {
    activityId: vendorId('activity', activity.id),
    module: modules[activity.kind] ?? 'ASSET',
    activityType: activity.kind.toUpperCase().replaceAll('-', '_'),
    activityData: jsonScalar(data),
    createdBy: null,
    createdTime: zoneless(activity.atMs),
  };
}

export const scriptRecord = (script: WorldScript): GraphqlRecord => ({
  scriptId: vendorId('script', script.id),
  name: script.name,
  description: script.description,
  language: 'PowerShell',
  runAs: 'SYSTEM_USER',
  runTimeVariables: [...script.parameters.map((parameter) => parameter.name), 'callbackUrl'],
  timeOut: 300,
});
