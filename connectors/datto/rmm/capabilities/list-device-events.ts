// device.events: the activity log, as far as it speaks of this device. The log knows devices by number and by name.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { DeviceEvent } from '#connectors/sdk/nouns.ts';
import { activitiesBack, detailsOf } from '../activities.ts';
import type { DattoContext } from '../auth.ts';
import { datto } from '../client.ts';
import { toInstant } from '../device-transform.ts';
import { type DattoActivity, type DattoDevice, deviceShape } from '../vendor-shapes.ts';

/** how far back without being told */
const usualLookBackMs = 7 * 24 * 3_600_000;

export async function listDeviceEvents(
  context: DattoContext,
  input: CapabilityInput<'device.events'>,
): Promise<CapabilityOutput<'device.events'>> {
  const uid = pathPart(input.device, 'device');
  const device = await datto.read(context, deviceShape, { path: `/v3/device/${uid}`, action: 'read the device' });
  const from = input.since ? new Date(input.since) : new Date(context.now().getTime() - usualLookBackMs);
  const isOurs = (activity: DattoActivity) => isOf(activity, device);
  const activities = await activitiesBack(
    context,
    from,
    searchFor(device),
    (all) => all.filter(isOurs).length >= input.limit,
  );
  const events = activities.filter(isOurs).flatMap(toEvent);
  return { items: events.filter((event) => Date.parse(event.at) >= from.getTime()).slice(0, input.limit) };
}

/** The search is a language of its own: a name that could mean something in it is not put there, and all is read instead. */
function searchFor(device: DattoDevice): Record<string, string> {
  return device.hostname && /^[A-Za-z0-9_.-]{1,63}$/.test(device.hostname)
    ? { searchQuery: `device.hostname : "${device.hostname}"` }
    : {};
}

function isOf(activity: DattoActivity, device: DattoDevice): boolean {
  const uid = detailsOf(activity)['device.uid'];
  if (typeof uid === 'string') return uid === device.uid;
  if (typeof activity.deviceId === 'number') return activity.deviceId === device.id;
  return activity.hostname !== null && activity.hostname === device.hostname;
}

function toEvent(activity: DattoActivity): DeviceEvent[] {
  const at = toInstant(activity.date);
  if (at === null) return [];
  const details = detailsOf(activity);
  const note = details.note ?? details['job.name'];
  const kind = [activity.category, activity.action].filter(Boolean).join('.') || 'other';
  return [
    {
      id: activity.id,
      at,
      kind: kind.toLowerCase().slice(0, 100),
      severity: null,
      subject: typeof note === 'string' && note !== '' ? note.slice(0, 200) : kind,
      message: (activity.details ?? '').slice(0, 4_000),
    },
  ];
}
