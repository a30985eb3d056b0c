// client.list: organizations.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { RestV3 } from '../client.ts';
import type { RestV3Context } from '../vendor.ts';
import { organizationShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'client.list'>, CapabilityOutput<'client.list'>, RestV3Context>;

export const createListClient = (api: RestV3): List => ({
  async run(context, input) {
    const list = { path: '/organizations' as const, shape: organizationShape, action: 'list the organizations' };
    const { items, next } = await api.page(context, list, input);
    return { items: items.map(({ Id, Name }) => ({ id: Id, name: Name ?? Id, isActive: true })), next };
  },
});
