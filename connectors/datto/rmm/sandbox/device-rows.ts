// The world's devices and alerts as Datto's rows. Times are epoch milliseconds, whatever the document says.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldAlert, WorldAlertKind, WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { siteUid } from './datto-state.ts';

function patchManagement(device: WorldDevice) {
  const count = (status: string) => device.patches.filter((patch) => patch.status === status).length;
  const status =
    count('failed') > 0
      ? 'InstallError'
      : device.needsReboot
        ? 'RebootRequired'
        : count('pending') > 0
          ? 'ApprovedPending'
          : 'FullyPatched';
  return {
    patchStatus: device.osFamily === 'windows' ? status : 'NoPolicy',
    patchesApprovedPending: count('pending') + count('failed'),
    patchesNotApproved: 0,
    patchesInstalled: count('installed'),
  };
}

export function deviceRow(world: SandboxWorld, device: WorldDevice) {
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  return {
    id: device.id,
    uid: device.uid,
    siteId: device.clientId,
    siteUid: siteUid({ id: device.clientId }),
    siteName: client?.name ?? null,
    deviceType: { category: device.role === 'server' ? 'Server' : 'Desktop', type: 'Main System Chassis' },
    hostname: device.name,
    intIpAddress: device.ipAddress,
    operatingSystem: device.os,
    lastLoggedInUser: device.lastUser,
    domain: null,
    cagVersion: '4.4.2290.2290',
    displayVersion: '2290',
    extIpAddress: '203.0.113.5',
    description: device.name,
    a64Bit: true,
    rebootRequired: device.needsReboot,
    online: device.isOnline,
    suspended: device.isInMaintenance,
    deleted: false,
    lastSeen: device.lastSeenAtMs,
    lastReboot: device.lastBootAtMs,
    lastAuditDate: device.lastSeenAtMs,
    creationDate: device.lastBootAtMs - 90 * 86_400_000,
    snmpEnabled: false,
    deviceClass: 'device',
    portalUrl: `https://sandbox.rmm.datto.com/device/${device.id}`,
    warrantyDate: null,
    antivirus: { antivirusProduct: 'Windows Defender', antivirusStatus: 'RunningAndUpToDate' },
    patchManagement: patchManagement(device),
    softwareStatus: null,
    webRemoteUrl: null,
    udfs: [],
  };
}

/** a machine that somebody deleted: still listed */
export const deletedDeviceRow = (world: SandboxWorld) => {
  const [device] = world.state.devices;
  return device
    ? [
        {
          ...deviceRow(world, device),
          id: 199,
          uid: '00000000-0000-4000-8000-00000000dead',
          hostname: 'OLD-WS-099',
          online: false,
          deleted: true,
        },
      ]
    : [];
};

export const auditRow = (device: WorldDevice) => ({
  portalUrl: `https://sandbox.rmm.datto.com/device/${device.id}`,
  webRemoteUrl: null,
  systemInfo: {
    manufacturer: device.manufacturer,
    model: device.model,
    totalPhysicalMemory: device.memoryBytes,
    username: device.lastUser,
    dotNetVersion: null,
    totalCpuCores: 8,
  },
  nics: device.macs.map((macAddress, index) => ({
    instance: `Ethernet ${index}`,
    ipv4: device.ipAddress,
    ipv6: null,
    macAddress,
    type: 'Ethernet',
  })),
  bios: { instance: 'BIOS', releaseDate: null, serialNumber: device.serial, smBiosVersion: '1.0' },
  logicalDisks: device.disks.map((disk) => ({
    description: disk.label,
    diskIdentifier: disk.name,
    freespace: disk.freeBytes,
    size: disk.totalBytes,
  })),
});

const priorities = { critical: 'Critical', major: 'High', moderate: 'Moderate', minor: 'Low', info: 'Information' };

function alertContext(alert: WorldAlert, device: WorldDevice | undefined): Record<string, unknown> {
  const disk = device?.disks[0];
  const contexts: Record<WorldAlertKind, Record<string, unknown>> = {
    'process.crash': {
      '@class': 'eventlog_ctx',
      logName: 'Application',
      code: String(alert.data.eventId ?? 1000),
      type: 'Error',
      source: 'Application Error',
      description: alert.message,
      triggerCount: 1,
      causedSuspension: false,
    },
    'service.stopped': { '@class': 'status_ctx', processName: alert.data.service, status: 'STOPPED' },
    'disk.space': {
      '@class': 'perf_disk_usage_ctx',
      diskName: disk?.name,
      totalVolume: disk?.totalBytes,
      freeSpace: disk?.freeBytes,
      unitOfMeasure: 'FREE',
      diskNameDesignation: 'SINGLE_VOLUME',
    },
    'agent.offline': { '@class': 'online_offline_status_ctx', status: 'OFFLINE' },
    'patch.failed': { '@class': 'patch_ctx', result: 'Failed', info: alert.message },
    'print.queue': { '@class': 'comp_script_ctx', samples: { documents: String(alert.data.documents ?? '') } },
  };
  return contexts[alert.kind];
}

export function alertRow(world: SandboxWorld, alert: WorldAlert) {
  const device = world.device(alert.deviceId);
  const client = world.state.clients.find((entry) => entry.id === device?.clientId);
  return {
    alertUid: alert.uid,
    priority: priorities[alert.severity],
    diagnostics: alert.kind === 'process.crash' ? alert.title : alert.message,
    resolved: alert.clearedAtMs !== null,
    resolvedBy: alert.clearedAtMs === null ? null : 'mspclaw',
    resolvedOn: alert.clearedAtMs,
    muted: false,
    ticketNumber: null,
    timestamp: alert.raisedAtMs,
    alertMonitorInfo: { sendsEmails: false, createsTicket: false },
    alertContext: alertContext(alert, device),
    alertSourceInfo: {
      deviceUid: device?.uid ?? null,
      deviceName: device?.name ?? null,
      siteUid: client ? siteUid(client) : null,
      siteName: client?.name ?? null,
    },
    responseActions: [],
    autoresolveMins: null,
  };
}
