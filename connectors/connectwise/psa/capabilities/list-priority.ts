// priority.list: the tenant's own, most urgent first.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { PsaContext } from '../client.ts';
import { listPriorities } from '../priorities.ts';
import { toVendorPriority } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'priority.list'>, CapabilityOutput<'priority.list'>, PsaContext>;

export const listPriority: List = {
  async run(context) {
    return { items: (await listPriorities(context)).map(toVendorPriority) };
  },
};
