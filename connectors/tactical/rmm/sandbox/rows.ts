// The world in Tactical's words.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldAlert, WorldDevice, WorldScriptRun } from '#connectors/sdk/sandbox/world-types.ts';
import { agentIdOf, time } from './tactical-state.ts';

export function agentRow(world: SandboxWorld, device: WorldDevice) {
  const client = world.state.clients.find(({ id }) => id === device.clientId);
  const failing = world.state.alerts.filter(
    (alert) => alert.deviceId === device.id && alert.clearedAtMs === null,
  ).length;
  return {
    agent_id: agentIdOf(device),
    hostname: device.name,
    client_name: client?.name ?? '',
    site_name: client?.siteName ?? '',
    monitoring_type: device.role,
    status: device.isOnline ? 'online' : 'offline',
    last_seen: time(device.lastSeenAtMs),
    boot_time: device.lastBootAtMs / 1_000,
    operating_system: `${device.os}, 64 bit (build ${device.osBuild})`,
    plat: device.osFamily === 'windows' ? 'windows' : 'darwin',
    needs_reboot: device.needsReboot,
    has_patches_pending: device.patches.some(({ status }) => status !== 'installed'),
    pending_actions_count: 0,
    logged_username: device.lastUser ?? 'None',
    checks: { total: 5, passing: Math.max(5 - failing, 0), failing, warning: 0 },
    maintenance_mode: device.isInMaintenance,
    version: '2.9.0',
  };
}

const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

export const agentDetail = (world: SandboxWorld, device: WorldDevice) => ({
  ...agentRow(world, device),
  disks: device.disks.map(({ name, totalBytes, freeBytes }) => ({
    device: name,
    fstype: 'NTFS',
    free: gb(freeBytes),
    total: gb(totalBytes),
    used: gb(totalBytes - freeBytes),
    percent: Math.round(((totalBytes - freeBytes) / totalBytes) * 100),
  })),
  services: device.services.map(({ name, displayName, state, startType }) => ({
    name,
    display_name: displayName,
    status: state,
    start_type: startType,
  })),
  patches_last_installed: time(Math.max(0, ...device.patches.map(({ installedAtMs }) => installedAtMs ?? 0))),
  local_ips: device.ipAddress,
  time_zone: null,
});

export const updateRows = (device: WorldDevice) =>
  device.patches.map((patch, index) => ({
    id: index + 1,
    kb: patch.kb,
    title: patch.name,
    installed: patch.status === 'installed',
    downloaded: true,
    severity: patch.severity,
    action: 'approve',
    result: patch.status === 'failed' ? 'failed' : patch.status === 'installed' ? 'success' : 'n/a',
  }));

const severities = { critical: 'error', major: 'error', moderate: 'warning', minor: 'warning', info: 'info' } as const;

export function alertRow(world: SandboxWorld, alert: WorldAlert) {
  const device = world.device(alert.deviceId);
  const client = world.state.clients.find(({ id }) => id === device?.clientId);
  return {
    id: alert.id,
    agent_id: device ? agentIdOf(device) : null,
    hostname: device?.name ?? null,
    client: client?.name ?? null,
    site: client?.siteName ?? null,
    severity: severities[alert.severity],
    alert_type: alert.kind === 'agent.offline' ? 'availability' : 'check',
    message: `${alert.title}. ${alert.message}`,
    alert_time: time(alert.raisedAtMs),
    resolved: alert.clearedAtMs !== null,
    resolved_on: alert.clearedAtMs === null ? null : time(alert.clearedAtMs),
    snoozed: false,
    snooze_until: null,
  };
}

export function historyRow(world: SandboxWorld, run: WorldScriptRun, printsTag: boolean) {
  const marker = printsTag && run.tag !== null ? `RunTag ${run.tag}\n` : '';
  return {
    id: run.id,
    agent: run.deviceId,
    time: time(run.queuedAtMs),
    type: 'script_run',
    command: '',
    username: 'mspclaw',
    script: run.scriptId,
    script_name: world.state.scripts.find(({ id }) => id === run.scriptId)?.name ?? null,
    results: null,
    script_results:
      run.state === 'finished'
        ? {
            id: run.id,
            stdout: `${marker}${run.output ?? ''}`,
            stderr: '',
            retcode: run.exitCode,
            execution_time: '0.42',
          }
        : null,
  };
}
