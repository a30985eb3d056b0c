// client.list: IT Glue's organizations; the MSP's own is one of them.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import type { ItGlueContext } from '../auth.ts';
import { maxPageSize, readPage } from '../client.ts';
import { toClient } from '../transform.ts';
import { organizationShape } from '../vendor-shapes.ts';

export const listClient: DirectCapability<
  CapabilityInput<'client.list'>,
  CapabilityOutput<'client.list'>,
  ItGlueContext
> = {
  run: async (context, input) => {
    const page = await pageByNumber(input, {
      first: 1,
      maxSize: maxPageSize,
      fetch: (number, size) =>
        readPage(context, organizationShape, {
          action: 'list the organizations',
          path: '/organizations',
          page: number,
          size,
        }),
    });
    return { items: page.items.map(toClient), next: page.next };
  },
};
