// The world's devices as NinjaOne shows them. Times are epoch seconds with a fraction.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';

export const epoch = (ms: number) => ms / 1_000;

export function nodeClassOf(device: WorldDevice): string {
  if (device.osFamily === 'macos') return 'MAC';
  return device.role === 'server' ? 'WINDOWS_SERVER' : 'WINDOWS_WORKSTATION';
}

export function lightDevice(device: WorldDevice) {
  return {
    id: device.id,
    uid: device.uid,
    organizationId: device.clientId,
    locationId: device.clientId + 20,
    nodeClass: nodeClassOf(device),
    nodeRoleId: device.role === 'server' ? 101 : 102,
    rolePolicyId: 61,
    approvalStatus: 'APPROVED',
    offline: !device.isOnline,
    displayName: device.name,
    systemName: device.name,
    dnsName: `${device.name.toLowerCase()}.local`,
    created: epoch(device.lastBootAtMs - 90 * 86_400_000),
    lastContact: epoch(device.lastSeenAtMs),
    lastUpdate: epoch(device.lastSeenAtMs),
    tags: [],
    ...(device.isInMaintenance ? { maintenance: { status: 'IN_MAINTENANCE', start: epoch(device.lastSeenAtMs) } } : {}),
  };
}

export function detailedDevice(device: WorldDevice) {
  return {
    ...lightDevice(device),
    deviceType: 'AgentDevice',
    ipAddresses: [device.ipAddress],
    macAddresses: device.macs,
    os: operatingSystem(device),
    system: {
      name: device.name,
      manufacturer: device.manufacturer,
      model: device.model,
      serialNumber: device.serial,
      biosSerialNumber: device.serial,
      domain: 'local',
      totalPhysicalMemory: device.memoryBytes,
    },
    volumes: volumes(device),
    ...(device.lastUser === null ? {} : { lastLoggedInUser: device.lastUser }),
  };
}

export function operatingSystem(device: WorldDevice) {
  return {
    name: device.os,
    manufacturer: device.osFamily === 'macos' ? 'Apple Inc.' : 'Microsoft Corporation',
    architecture: '64-bit',
    lastBootTime: epoch(device.lastBootAtMs),
    buildNumber: device.osBuild,
    releaseId: device.osBuild,
    needsReboot: device.needsReboot,
  };
}

export const volumes = (device: WorldDevice) =>
  device.disks.map((disk) => ({
    name: disk.name,
    ...(disk.name.endsWith(':') ? { driveLetter: disk.name } : {}),
    label: disk.label,
    deviceType: 'Local Disk',
    fileSystem: device.osFamily === 'macos' ? 'APFS' : 'NTFS',
    capacity: disk.totalBytes,
    freeSpace: disk.freeBytes,
  }));

export function deviceHealth(device: WorldDevice, world: SandboxWorld) {
  const count = (status: string) => device.patches.filter((patch) => patch.status === status).length;
  const alerts = world.state.alerts.filter((alert) => alert.deviceId === device.id && alert.clearedAtMs === null);
  const isBad = alerts.some((alert) => alert.severity === 'critical') || count('failed') >= 3;
  return {
    deviceId: device.id,
    healthStatus: isBad ? 'UNHEALTHY' : alerts.length > 0 || device.needsReboot ? 'NEEDS_ATTENTION' : 'HEALTHY',
    ...(device.needsReboot ? { pendingRebootReason: 'WINDOWS_UPDATE' } : {}),
    pendingOSPatchesCount: count('pending'),
    failedOSPatchesCount: count('failed'),
    alertCount: alerts.length,
    activeThreatsCount: 0,
    activeJobCount: world.state.scriptRuns.filter((run) => run.deviceId === device.id && run.state === 'queued').length,
    offline: !device.isOnline,
  };
}

export const patchRows = (device: WorldDevice, isWanted: (status: string) => boolean) =>
  device.patches
    .filter((patch) => isWanted(patch.status))
    .map((patch) => ({
      id: patch.id,
      name: patch.name,
      kbNumber: patch.kb,
      severity: patch.severity.toUpperCase(),
      status: patch.status.toUpperCase(),
      type: 'SECURITY_UPDATES',
      ...(patch.installedAtMs === null ? {} : { installedAt: epoch(patch.installedAtMs) }),
    }));

const startTypes = { automatic: 'AUTO_START', manual: 'DEMAND_START', disabled: 'DISABLED' };
export const serviceRows = (device: WorldDevice) =>
  device.services.map((service) => ({
    name: service.name,
    displayName: service.displayName,
    startType: startTypes[service.startType],
    userName: 'LocalSystem',
    state: service.state.toUpperCase(),
  }));
