// contact.list: people at companies; their address is a communication item.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { PsaContext } from '../client.ts';
import { allOf, compareNumber } from '../conditions.ts';
import { listForward } from '../lists.ts';
import { recordNumber } from '../tickets.ts';
import { toContact } from '../transform.ts';
import { contactShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'contact.list'>, CapabilityOutput<'contact.list'>, PsaContext>;

export const listContact: List = {
  async run(context, input) {
    const page = await listForward(
      context,
      {
        path: '/company/contacts',
        shape: contactShape,
        conditions: input.client
          ? allOf(compareNumber('company/id', '=', recordNumber(input.client, 'company')))
          : undefined,
        action: 'list the contacts',
      },
      input,
    );
    return { items: page.items.map(toContact), next: page.next };
  },
};
