// device.list: configurations. What is documented about machines; never how they are right now.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ItGlueContext } from '../auth.ts';
import { maxPageSize, readPage } from '../client.ts';
import { toDevice } from '../transform.ts';
import { configurationShape } from '../vendor-shapes.ts';

export const listDevice: DirectCapability<
  CapabilityInput<'device.list'>,
  CapabilityOutput<'device.list'>,
  ItGlueContext
> = {
  run: async (context, input) => {
    const page = await pageByNumber(input, {
      first: 1,
      maxSize: maxPageSize,
      fetch: (number, size) =>
        readPage(context, configurationShape, {
          action: 'list the configurations',
          path: '/configurations',
          query: { 'filter[organization_id]': input.client && numberPart(input.client, 'client') },
          page: number,
          size,
        }),
    });
    const current = page.items.filter(({ attributes }) => attributes.archived !== true);
    return { items: current.map(toDevice), next: page.next };
  },
};
