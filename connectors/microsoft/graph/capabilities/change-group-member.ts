// group.member.add and group.member.remove. Groups that a rule, Exchange or a directory on premises decides about refuse.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { GraphContext } from '../auth.ts';
import { changeGraph, graphAddress } from '../client.ts';
import { findGroup, findUser, managedElsewhere, requireOwnClient } from '../directory.ts';

type Input = CapabilityInput<'group.member.add'>;
type Change = DirectCapability<Input, CapabilityOutput<'group.member.add'>, GraphContext>;

async function findBoth(context: GraphContext, input: Input): Promise<{ group: string; user: string }> {
  requireOwnClient(context, input.client);
  const group = await findGroup(context, input.group);
  const why = managedElsewhere(group);
  if (why) {
    throw new ConnectorError(
      'unsupported',
      `Members of "${group.displayName ?? group.id}" cannot be changed here: ${why}.`,
    );
  }
  const user = await findUser(context, input.user);
  return { group: group.id, user: user.id };
}

export const addGroupMember: Change = {
  run: async (context, input) => {
    const { group, user } = await findBoth(context, input);
    await changeGraph(context, {
      action: 'add the user to the group',
      method: 'POST',
      path: `/groups/${group}/members/$ref`,
      json: { '@odata.id': `${graphAddress(context)}/directoryObjects/${user}` },
    });
    return { group, user };
  },
};

export const removeGroupMember: Change = {
  run: async (context, input) => {
    const { group, user } = await findBoth(context, input);
    await changeGraph(context, {
      action: 'remove the user from the group',
      method: 'DELETE',
      // without the last part Graph deletes the person instead
      path: `/groups/${group}/members/${user}/$ref`,
    });
    return { group, user };
  },
};
