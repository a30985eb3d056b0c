// contact.list: people at organizations, as the documentation keeps them.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { ItGlueContext } from '../auth.ts';
import { maxPageSize, readPage } from '../client.ts';
import { toContact } from '../transform.ts';
import { contactShape } from '../vendor-shapes.ts';

export const listContact: DirectCapability<
  CapabilityInput<'contact.list'>,
  CapabilityOutput<'contact.list'>,
  ItGlueContext
> = {
  run: async (context, input) => {
    const page = await pageByNumber(input, {
      first: 1,
      maxSize: maxPageSize,
      fetch: (number, size) =>
        readPage(context, contactShape, {
          action: 'list the contacts',
          path: '/contacts',
          query: { 'filter[organization_id]': input.client && numberPart(input.client, 'client') },
          page: number,
          size,
        }),
    });
    return { items: page.items.map(toContact), next: page.next };
  },
};
