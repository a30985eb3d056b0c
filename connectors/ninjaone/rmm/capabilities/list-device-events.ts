// device.events: the device's activity feed, walked back to `since` or to the limit. NinjaOne shows it late.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { DeviceEvent } from '#connectors/sdk/nouns.ts';
import { activitiesBack } from '../activities.ts';
import { severityOf } from '../alert-transform.ts';
import type { NinjaContext } from '../auth.ts';
import { instant } from '../device-transform.ts';
import type { NinjaActivity } from '../vendor-shapes.ts';

export async function listDeviceEvents(
  context: NinjaContext,
  input: CapabilityInput<'device.events'>,
): Promise<CapabilityOutput<'device.events'>> {
  const deviceId = numberPart(input.device, 'device');
  const sinceMs = input.since ? Date.parse(input.since) : Number.NEGATIVE_INFINITY;
  const isRecent = (activity: NinjaActivity) => activity.activityTime * 1_000 >= sinceMs;
  const pageSize = Math.min(Math.max(input.limit, 10), 200);
  const found = await activitiesBack(
    context,
    { deviceId, pageSize },
    (all) => all.length >= input.limit || all.some((activity) => !isRecent(activity)),
  );
  return { items: found.filter(isRecent).slice(0, input.limit).map(toEvent) };
}

const kinds: Record<string, string> = {
  CONDITION: 'alert',
  SCRIPTING: 'script',
  ACTION: 'script',
  PATCH_MANAGEMENT: 'patch',
  SYSTEM: 'system',
  SECURITY: 'security',
};

function toEvent(activity: NinjaActivity): DeviceEvent {
  const type = activity.activityType ?? 'other';
  const kind = kinds[type] ?? type.toLowerCase();
  return {
    id: String(activity.id),
    at: instant(activity.activityTime) ?? new Date(0).toISOString(),
    kind: activity.statusCode ? `${kind}.${activity.statusCode.toLowerCase().replaceAll('_', '-')}` : kind,
    severity: severityOf(activity.severity),
    subject: activity.subject ?? activity.sourceName ?? activity.status ?? type,
    message: activity.message ?? '',
  };
}
