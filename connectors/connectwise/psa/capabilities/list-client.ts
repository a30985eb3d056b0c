// client.list: companies that are not deleted.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { PsaContext } from '../client.ts';
import { allOf, isFlag } from '../conditions.ts';
import { listForward } from '../lists.ts';
import { toClient } from '../transform.ts';
import { companyShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'client.list'>, CapabilityOutput<'client.list'>, PsaContext>;

export const listClient: List = {
  async run(context, input) {
    const page = await listForward(
      context,
      {
        path: '/company/companies',
        shape: companyShape,
        conditions: allOf(isFlag('deletedFlag', false)),
        action: 'list the companies',
      },
      input,
    );
    return { items: page.items.map(toClient), next: page.next };
  },
};
