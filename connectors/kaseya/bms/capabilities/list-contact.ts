// contact.list.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { BmsContext } from '../client.ts';
import { listPage } from '../list-page.ts';
import { toContact } from '../transform.ts';
import { contactShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'contact.list'>, CapabilityOutput<'contact.list'>, BmsContext>;

export const listContact: List = {
  async run(context, input) {
    const { items, next } = await listPage(context, input, {
      path: '/crm/contacts/search',
      action: 'list contacts',
      shape: contactShape,
      query: { 'Filter.AccountIds': input.client ? numberPart(input.client, 'account') : null },
    });
    return { items: items.map(toContact), next };
  },
};
