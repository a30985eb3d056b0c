// device.list: names and places from /devices, what the machines are from /assets. Whether a device is online is in neither.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { RestV3 } from '../client.ts';
import { toDevice } from '../device-transform.ts';
import { assetsOf } from '../devices.ts';
import type { RestV3Context } from '../vendor.ts';
import { deviceShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'device.list'>, CapabilityOutput<'device.list'>, RestV3Context>;

export const createListDevice = (api: RestV3): List => ({
  async run(context, input) {
    const list = {
      path: '/devices' as const,
      shape: deviceShape,
      action: 'list the devices',
      filter: input.client ? `OrganizationId eq ${numberPart(input.client, 'organization')}` : undefined,
      // pages that are read one after the other need an order
      orderBy: 'Identifier',
    };
    const { items, next } = await api.page(context, list, input);
    const assets = await assetsOf(api, context, items);
    return { items: items.map((device) => toDevice(device, assets.get(device.Identifier) ?? null)), next };
  },
});
