// The world's alerts as notifications: told once, never taken back by the server itself.
import { createHmac } from 'node:crypto';
import type { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import type { WorldAlert, WorldDevice, WorldEvent } from '#connectors/sdk/sandbox/world-types.ts';
import type { RestV3Sandbox, RestV3SandboxWebhook } from './rest-v3-state.ts';

const priorities = { critical: 'Critical', major: 'Elevated', moderate: 'Normal', minor: 'Low', info: 'Low' };
const gb = (bytes: number) => (bytes / 1_024 ** 3).toFixed(2);

/** a full disk in the vendor's own words; the other kinds in the words of the world */
function messageOf(world: SandboxWorld, alert: WorldAlert, device: WorldDevice | undefined): string {
  const disk = device?.disks[0];
  const client = world.state.clients.find((entry) => entry.id === device?.clientId);
  if (alert.kind !== 'disk.space' || !disk) return `${alert.title}. ${alert.message}`;
  const where = `on the computer '${device?.name}' in group '${client?.name} - Computers - ${client?.siteName}'`;
  const free = (disk.totalBytes * Number(alert.data.freePercent)) / 100;
  return `The free space on disk drive ${disk.name} ${where} is below ${alert.data.thresholdPercent}% (${gb(free)} GB free of ${gb(disk.totalBytes)} GB).`;
}

export const activeAlerts = ({ world, state }: RestV3Sandbox): WorldAlert[] =>
  world.state.alerts.filter((alert) => !state.dismissed.includes(alert.id));

const iso = (atMs: number) => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

/** @param isIso the same record has epoch seconds in one list and text in another */
export const notificationRow = ({ world }: RestV3Sandbox, alert: WorldAlert, isIso: boolean) => ({
  Id: alert.id,
  Message: messageOf(world, alert, world.device(alert.deviceId)),
  DateTime: isIso ? iso(alert.raisedAtMs) : Math.floor(alert.raisedAtMs / 1_000),
  Priority: priorities[alert.severity].toLowerCase(),
});

export const notificationDetail = (context: RestV3Sandbox, alert: WorldAlert) => ({
  ComputerIdentifier: context.world.device(alert.deviceId)?.uid ?? null,
  // being read is not being dismissed
  Read: true,
  ...notificationRow(context, alert, true),
});

export function tellWebhooks(event: WorldEvent, context: RestV3Sandbox): void {
  if (event.type !== 'activity-added' || event.activity.kind !== 'alert-raised') return;
  const { world, state } = context;
  const alert = world.state.alerts.find((entry) => entry.uid === event.activity.alertUid);
  const device = alert && world.device(alert.deviceId);
  if (!alert || !device) return;
  const { Id, Message } = notificationRow(context, alert, true);
  const payload = {
    Id,
    Title: device.name,
    Message,
    DateTime: iso(alert.raisedAtMs),
    Priority: priorities[alert.severity],
    DeviceIdentifier: device.uid,
    OrganizationId: device.clientId,
  };
  for (const webhook of state.webhooks) {
    if (!webhook.Priorities.includes(payload.Priority)) continue;
    if (webhook.OrganizationIds && !webhook.OrganizationIds.includes(payload.OrganizationId)) continue;
    const body = JSON.stringify(payload);
    context.deliver({
      url: webhook.Url,
      headers: {
        'content-type': 'application/json',
        ...webhook.Headers,
        'x-hmac-signature': sign(webhook, body, state.quirks.signsWithBytes),
      },
      body,
      timeoutMs: 10_000,
      // whether anything is tried again is not documented
      retryAfterMs: [],
      isRetried: () => false,
    });
  }
}

const sign = ({ SecretKey }: RestV3SandboxWebhook, body: string, isBytes: boolean) =>
  createHmac('sha256', isBytes ? Buffer.from(SecretKey, 'hex') : SecretKey)
    .update(body)
    .digest('base64');
