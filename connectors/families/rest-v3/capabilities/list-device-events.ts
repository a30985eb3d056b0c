// device.events: the notifications of one device, which are the only history there is. Dismissed ones are gone from it.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { DeviceEvent } from '#connectors/sdk/nouns.ts';
import type { RestV3 } from '../client.ts';
import { toEvent } from '../notification-transform.ts';
import { notificationList } from '../notifications.ts';
import type { RestV3Context } from '../vendor.ts';
import type { RestV3Notification } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'device.events'>, CapabilityOutput<'device.events'>, RestV3Context>;

export const createListDeviceEvents = (api: RestV3): List => ({
  async run(context, input) {
    const since = input.since ? Date.parse(input.since) : Number.NEGATIVE_INFINITY;
    const eventsOf = (rows: readonly RestV3Notification[]) => rows.flatMap((row) => toEvent(row) ?? []);
    const isOld = (event: DeviceEvent) => Date.parse(event.at) < since;
    // newest first: one that is too old ends it
    const rows = await api.until(context, notificationList(input.device), (found) => {
      const events = eventsOf(found);
      return events.length >= input.limit || events.some(isOld);
    });
    const recent = eventsOf(rows).filter((event) => !isOld(event));
    return { items: recent.slice(0, input.limit) };
  },
});
