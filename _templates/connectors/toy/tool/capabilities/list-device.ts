// device.list: in the vendor's pages, by number.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import type { ToyToolContext } from '../auth.ts';
import { toyTool } from '../client.ts';
import { toDevice } from '../transform.ts';
import { devicePageShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'device.list'>, CapabilityOutput<'device.list'>, ToyToolContext>;

export const listDevice: List = {
  run: (context, input) =>
    pageByNumber(input, {
      first: 1,
      maxSize: 100,
      async fetch(page, size) {
        const answer = await toyTool.read(context, devicePageShape, {
          path: '/devices',
          query: { page, size, customer: input.client },
          action: 'list the devices',
        });
        return { items: answer.devices.map(toDevice), hasMore: answer.more };
      },
    }),
};
