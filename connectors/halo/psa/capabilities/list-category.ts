// category.list: the first of Halo's four levels.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import { listCategories } from '../categories.ts';
import type { HaloContext } from '../client.ts';

type List = DirectCapability<CapabilityInput<'category.list'>, CapabilityOutput<'category.list'>, HaloContext>;

export const listCategory: List = {
  async run(context, input) {
    return { items: await listCategories(context, input.board ? numberPart(input.board, 'ticket type') : null) };
  },
};
