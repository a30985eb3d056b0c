// device.list: assets. What a machine is doing right now is the RMM's to say.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { HaloContext } from '../client.ts';
import { listPage } from '../lists.ts';
import { toDevice } from '../transform.ts';
import { assetShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'device.list'>, CapabilityOutput<'device.list'>, HaloContext>;

export const listDevice: List = {
  async run(context, input) {
    const query = {
      client_id: input.client ? numberPart(input.client, 'client') : null,
      includeassetfields: true,
      order: 'id',
    };
    const { items, next } = await listPage(context, input, {
      path: '/Asset',
      rows: 'assets',
      shape: assetShape,
      action: 'list assets',
      query,
    });
    return { items: items.map(toDevice), next };
  },
};
