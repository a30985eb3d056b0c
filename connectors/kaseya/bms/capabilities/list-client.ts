// client.list: accounts, inactive ones too.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { BmsContext } from '../client.ts';
import { listPage } from '../list-page.ts';
import { lookupShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'client.list'>, CapabilityOutput<'client.list'>, BmsContext>;

export const listClient: List = {
  async run(context, input) {
    const { items, next } = await listPage(context, input, {
      path: '/crm/accounts/lookup',
      action: 'list accounts',
      shape: lookupShape,
      query: { 'Filter.WithInactiveAccounts': true },
    });
    return {
      items: items.map(({ Id, Name, IsActive }) => ({
        id: String(Id),
        name: Name || String(Id),
        isActive: IsActive !== false,
      })),
      next,
    };
  },
};
