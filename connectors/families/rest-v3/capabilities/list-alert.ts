// alert.list: notifications that nobody has dismissed. The list of all does not say which device; that of one device does.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { RestV3 } from '../client.ts';
import { organizationOf } from '../device-transform.ts';
import { readDevice } from '../devices.ts';
import { toAlert } from '../notification-transform.ts';
import { notificationList } from '../notifications.ts';
import type { RestV3Context } from '../vendor.ts';

type List = DirectCapability<CapabilityInput<'alert.list'>, CapabilityOutput<'alert.list'>, RestV3Context>;

const maxPages = 100;

export const createListAlert = (api: RestV3): List => ({
  async run(context, input) {
    const device = input.device ? await readDevice(api, context, input.device) : null;
    const rows = await api.all(context, notificationList(input.device), maxPages);
    const about = {
      device: device ? { id: device.Identifier, name: device.Name } : null,
      client: device ? organizationOf(device) : null,
    };
    return { items: rows.map((row) => toAlert(row, about, context.now())) };
  },
});
