// device.list: assets that have a serial number or are kept in step with an RMM or PSA. What is documented, not how it is.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageByNumber } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { HuduContext } from '../auth.ts';
import { maxPageSize, readPage } from '../client.ts';
import { isDevice, toDevice } from '../transform.ts';
import { assetShape } from '../vendor-shapes.ts';

export const listDevice: DirectCapability<
  CapabilityInput<'device.list'>,
  CapabilityOutput<'device.list'>,
  HuduContext
> = {
  run: async (context, input) => {
    const query = { company_id: input.client && numberPart(input.client, 'client') };
    const fetch = (page: number, size: number) =>
      readPage(context, 'assets', assetShape, { action: 'list the assets', path: '/assets', query, page, size });
    const { items, next } = await pageByNumber(input, { first: 1, maxSize: maxPageSize, fetch });
    return { items: items.filter((asset) => asset.archived !== true && isDevice(asset)).map(toDevice), next };
  },
};
