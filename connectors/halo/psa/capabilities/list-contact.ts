// contact.list: end users, which Halo calls users.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { HaloContext } from '../client.ts';
import { listPage } from '../lists.ts';
import { toContact } from '../transform.ts';
import { userShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'contact.list'>, CapabilityOutput<'contact.list'>, HaloContext>;

export const listContact: List = {
  async run(context, input) {
    const query = { client_id: input.client ? numberPart(input.client, 'client') : null, order: 'id' };
    const { items, next } = await listPage(context, input, {
      path: '/Users',
      rows: 'users',
      shape: userShape,
      action: 'list users',
      query,
    });
    return { items: items.map(toContact), next };
  },
};
