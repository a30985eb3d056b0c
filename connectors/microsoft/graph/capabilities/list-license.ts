// license.list: what the tenant has bought and how much of it is in use.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { requireOwnClient } from '../directory.ts';
import { readSkus } from '../skus.ts';
import { toLicense } from '../transform.ts';

export const listLicense: DirectCapability<
  CapabilityInput<'license.list'>,
  CapabilityOutput<'license.list'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    return { items: (await readSkus(context)).map(toLicense) };
  },
};
