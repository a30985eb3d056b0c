// device.list: hardware assets. Operating system, addresses and state are the RMM's to say.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { BmsContext } from '../client.ts';
import { listPage } from '../list-page.ts';
import { toDevice } from '../transform.ts';
import { assetShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'device.list'>, CapabilityOutput<'device.list'>, BmsContext>;

export const listDevice: List = {
  async run(context, input) {
    const { items, next } = await listPage(context, input, {
      path: '/servicedesk/hardwareasset/searchselect',
      action: 'list hardware assets',
      shape: assetShape,
      query: { 'Filter.AccountId': input.client ? numberPart(input.client, 'account') : null },
    });
    return { items: items.map(toDevice), next };
  },
};
