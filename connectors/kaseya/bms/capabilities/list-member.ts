// member.list: whom tickets can be assigned to.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import { listAssignees } from '../assignees.ts';
import type { BmsContext } from '../client.ts';
import { toMember } from '../transform.ts';

type List = DirectCapability<CapabilityInput<'member.list'>, CapabilityOutput<'member.list'>, BmsContext>;

export const listMember: List = {
  run: async (context, input) => pageOfWhole((await listAssignees(context)).map(toMember), input),
};
