// The activity feed and the alert list. The feed shows things late; the alert list and the webhook do not.
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldActivity, WorldAlert, WorldAlertKind } from '#connectors/sdk/sandbox/world-types.ts';
import { epoch } from './device-views.ts';

export const severities = { critical: 'CRITICAL', major: 'MAJOR', moderate: 'MODERATE', minor: 'MINOR', info: 'NONE' };

const codes: Record<WorldActivity['kind'], { activityType: string; statusCode?: string; status: string }> = {
  'alert-raised': { activityType: 'CONDITION', statusCode: 'TRIGGERED', status: 'Triggered' },
  'alert-cleared': { activityType: 'CONDITION', statusCode: 'RESET', status: 'Reset' },
  'script-started': { activityType: 'SCRIPTING', statusCode: 'STARTED', status: 'Started' },
  'script-finished': { activityType: 'SCRIPTING', statusCode: 'COMPLETED', status: 'Completed' },
  'patch-installed': {
    activityType: 'PATCH_MANAGEMENT',
    statusCode: 'PATCH_MANAGEMENT_INSTALLED',
    status: 'Installed',
  },
  'patch-failed': { activityType: 'PATCH_MANAGEMENT', statusCode: 'PATCH_MANAGEMENT_INSTALL_FAILED', status: 'Failed' },
  'user-signed-in': { activityType: 'SYSTEM', statusCode: 'USER_LOGGED_IN', status: 'User logged in' },
  'system-event': { activityType: 'SYSTEM', status: 'System event' },
};

const conditions: Record<WorldAlertKind, { sourceType: string; name: string }> = {
  'process.crash': { sourceType: 'CONDITION_WINDOWS_EVENT_LOG_TRIGGERED', name: 'Application crash' },
  'service.stopped': { sourceType: 'CONDITION_WINDOWS_SERVICE_STATE_CHANGED', name: 'Service stopped' },
  'disk.space': { sourceType: 'CONDITION_AGENT_DISK_FREE_SPACE', name: 'Low disk' },
  'agent.offline': { sourceType: 'AGENT_OFFLINE', name: 'Agent offline' },
  'patch.failed': { sourceType: 'CONDITION_SCRIPT_RESULT', name: 'Patches failed' },
  'print.queue': { sourceType: 'CONDITION_SCRIPT_RESULT', name: 'Print queue' },
};

/** message parameters as the vendor writes them: snake case, all text */
function parameters(alert: WorldAlert, deviceName: string): Record<string, string> {
  const named = Object.entries(alert.data).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [[name === 'process' ? 'process_name' : name === 'service' ? 'service_name' : snake(name), String(value)]]
      : [],
  );
  return Object.fromEntries([
    ...named,
    ['condition_name', conditions[alert.kind].name],
    ['device_name', deviceName],
  ]) as Record<string, string>;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const sourceConfigUid = '00000000-0000-4000-8000-000000000002';

export function activityView(activity: WorldActivity, world: SandboxWorld) {
  const code = codes[activity.kind];
  const alert = world.state.alerts.find((entry) => entry.uid === activity.alertUid);
  const run = world.state.scriptRuns.find((entry) => entry.id === activity.scriptRunId);
  const deviceName = world.device(activity.deviceId)?.name ?? '';
  const isEnd = activity.kind === 'script-finished';
  const seriesUid = alert?.uid ?? run?.uid;
  const params = alert ? parameters(alert, deviceName) : { device_name: deviceName };
  return {
    id: activity.id,
    activityTime: epoch(activity.atMs),
    deviceId: activity.deviceId,
    severity: severities[activity.severity],
    priority: 'NONE',
    ...(seriesUid === undefined ? {} : { seriesUid }),
    ...code,
    ...(isEnd ? { activityResult: activity.data.exitCode === 0 ? 'SUCCESS' : 'FAILURE' } : {}),
    ...(alert ? { sourceConfigUid, sourceName: conditions[alert.kind].name } : {}),
    ...(run ? { sourceName: activity.subject } : {}),
    subject: activity.subject,
    message: activity.message,
    type: code.activityType,
    data: { message: { code: `${code.activityType}_${code.statusCode ?? 'EVENT'}`.toLowerCase(), params } },
  };
}

export function alertView(alert: WorldAlert, world: SandboxWorld) {
  const condition = conditions[alert.kind];
  return {
    uid: alert.uid,
    deviceId: alert.deviceId,
    message: alert.message,
    createTime: epoch(alert.raisedAtMs),
    updateTime: epoch(alert.raisedAtMs),
    sourceType: condition.sourceType,
    sourceConfigUid,
    sourceName: condition.name,
    conditionName: condition.name,
    subject: alert.title,
    severity: severities[alert.severity],
    priority: 'NONE',
    data: {
      message: { code: 'condition_triggered', params: parameters(alert, world.device(alert.deviceId)?.name ?? '') },
    },
  };
}

export const activeAlerts = (world: SandboxWorld, deviceId?: number) =>
  world.state.alerts.filter(
    (alert) => alert.clearedAtMs === null && (deviceId === undefined || alert.deviceId === deviceId),
  );

/** what the feed shows by now, newest first */
export const visibleActivities = (world: SandboxWorld) =>
  world.state.activities
    .filter((activity) => activity.atMs + world.dials.feedLagMs <= world.nowMs())
    .sort((a, b) => b.id - a.id);
