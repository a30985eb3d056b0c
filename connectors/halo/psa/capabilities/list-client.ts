// client.list: Halo's clients (customers).
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { HaloContext } from '../client.ts';
import { listPage } from '../lists.ts';
import { toClient } from '../transform.ts';
import { clientShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'client.list'>, CapabilityOutput<'client.list'>, HaloContext>;

export const listClient: List = {
  async run(context, input) {
    const list = {
      path: '/Client',
      rows: 'clients',
      shape: clientShape,
      action: 'list clients',
      query: { order: 'id' },
    } as const;
    const { items, next } = await listPage(context, input, list);
    return { items: items.map(toClient), next };
  },
};
