// member.list: agents; Halo gives them all at once.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { HaloContext } from '../client.ts';
import { listAgents } from '../setup.ts';
import { toMember } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'member.list'>, CapabilityOutput<'member.list'>, HaloContext>;

export const listMember: List = {
  run: async (context, input) => pageOfWhole((await listAgents(context)).map(toMember), input),
};
