// The world's devices as rows of /devices and /assets.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import type { RestV3Quirks } from './rest-v3-state.ts';

const bareMac = (mac: string) => mac.replaceAll(':', '');

export function placeOf(world: SandboxWorld, device: WorldDevice) {
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  return {
    SiteId: client?.siteId ?? 0,
    SiteName: client?.siteName ?? '',
    OrganizationId: device.clientId,
    OrganizationName: client?.name ?? '',
    // how people sort their machines is their business: all of them are in one group
    GroupId: device.clientId * 10,
    GroupName: 'Computers',
  };
}

export const deviceRow = (world: SandboxWorld, device: WorldDevice) => ({
  Identifier: device.uid,
  Name: device.name,
  ...placeOf(world, device),
  IsAgentInstalled: true,
  IsMdmEnrolled: false,
  HasCustomFields: false,
});

function prose(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const some = (count: number, unit: string) => (count > 0 ? [`${count} ${unit}${count === 1 ? '' : 's'}`] : []);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return [...some(days, 'day'), ...some(hours, 'hour'), ...some(minutes, 'minute')].join(', ') || '0 minutes';
}

export function deviceDetail(world: SandboxWorld, device: WorldDevice, quirks: RestV3Quirks) {
  const nowMs = world.nowMs();
  const away = Math.floor((nowMs - device.lastSeenAtMs) / 86_400_000);
  const open = world.state.alerts.filter((alert) => alert.deviceId === device.id);
  const count = (severity: string) => open.filter((alert) => alert.severity === severity).length;
  return {
    ...deviceRow(world, device),
    Description: device.os,
    Uptime:
      quirks.uptime ??
      (device.isOnline ? prose((nowMs - device.lastBootAtMs) / 1_000) : `Offline since ${away} days ago`),
    IsOnline: device.isOnline,
    ComputerType: device.osFamily === 'windows' ? 'windows' : 'mac',
    InMaintenance: device.isInMaintenance,
    ExternalIpAddress: '203.0.113.5',
    CriticalNotifications: count('critical'),
    ElevatedNotifications: count('major'),
    NormalNotifications: count('moderate'),
    LowNotifications: count('minor'),
    LocalIpAddresses: device.macs.map((mac, index) => ({
      Name: `Ethernet${index}`,
      PhysicalAddress: bareMac(mac),
      DhcpEnabled: true,
      Gateways: [],
      DnsServers: ['192.0.2.53'],
      SubnetMask: '255.255.255.0',
      IpV4: device.ipAddress,
      IpV6: '',
    })),
    ClientVersion: '9.14.2',
  };
}

const iso = (atMs: number) => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

export function assetRow(device: WorldDevice, quirks: RestV3Quirks, { groupName }: { groupName: string }) {
  const pending = device.patches.filter((patch) => patch.status !== 'installed');
  const updates = (severity: string) => pending.filter((patch) => patch.severity === severity).length;
  return {
    Identifier: device.uid,
    Name: device.name,
    GroupName: groupName,
    Description: device.os,
    Tags: [],
    Type: device.osFamily === 'windows' ? 'windows' : 'mac',
    ClientVersion: '9.14.2',
    LastUpdated: iso(device.lastSeenAtMs),
    LastSeenOnline: iso(device.lastSeenAtMs),
    LastReboot: quirks.tellsLastReboot ? iso(device.lastBootAtMs) : '',
    ExternalUrl: `https://sandbox.example/app/main/systems/${device.uid}/details`,
    CpuUsage: 7,
    MemoryUsage: 48,
    MemoryTotal: device.memoryBytes,
    FirewallEnabled: true,
    AntivirusEnabled: 'enabled',
    AntivirusUpToDate: 'yes',
    UacEnabled: true,
    EventLogs: { Error: 3, Warning: 11, Information: 402 },
    Updates: {
      Critical: updates('critical'),
      Important: updates('important'),
      Moderate: 0,
      Low: updates('optional'),
      Unspecified: 0,
    },
    AssetInfo: [
      {
        CategoryName: 'System',
        CategoryData: { Name: device.name, Manufacturer: device.manufacturer, Model: device.model },
      },
      { CategoryName: 'BIOS', CategoryData: { 'Serial Number': device.serial } },
    ],
    PublicIpAddress: '203.0.113.5',
    IpAddresses: device.macs.map((mac, index) => ({
      Name: `Ethernet${index}`,
      MAC: bareMac(mac),
      IPs: [{ IP: device.ipAddress, V6: false, Download: 5_097, Upload: 2_067 }],
    })),
    Disks: device.disks.map((disk, index) => ({
      Name: disk.name,
      System: index === 0,
      FreePercentage: Math.round((disk.freeBytes / disk.totalBytes) * 100),
      // kilobytes
      TotalValue: Math.round(disk.totalBytes / 1_024),
    })),
    InstalledSoftware: [{ Name: 'Google Chrome', Publisher: 'Google Inc.', Version: '131.0.6778.86' }],
  };
}
