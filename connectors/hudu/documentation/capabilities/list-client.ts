// client.list: Hudu's companies.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import type { HuduContext } from '../auth.ts';
import { maxPageSize, readPage } from '../client.ts';
import { toClient } from '../transform.ts';
import { companyShape } from '../vendor-shapes.ts';

export const listClient: DirectCapability<
  CapabilityInput<'client.list'>,
  CapabilityOutput<'client.list'>,
  HuduContext
> = {
  run: async (context, input) => {
    const fetch = (page: number, size: number) =>
      readPage(context, 'companies', companyShape, { action: 'list the companies', path: '/companies', page, size });
    const { items, next } = await pageByNumber(input, { first: 1, maxSize: maxPageSize, fetch });
    return { items: items.map(toClient), next };
  },
};
