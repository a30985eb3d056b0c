// user.groups: groups somebody is in directly; roles and administrative units are left out.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { readGraphList } from '../client.ts';
import { groupFields, requireOwnClient, userPart } from '../directory.ts';
import { toGroup } from '../transform.ts';
import { groupShape } from '../vendor-shapes.ts';

export const listUserGroup: DirectCapability<
  CapabilityInput<'user.groups'>,
  CapabilityOutput<'user.groups'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const found = await readGraphList(context, groupShape, {
      action: 'list the groups of the user',
      path: `/users/${userPart(input.user)}/memberOf`,
      select: groupFields,
      query: { $top: 999 },
    });
    const groups = found.filter(
      (entry) => (entry['@odata.type'] ?? '#microsoft.graph.group') === '#microsoft.graph.group',
    );
    return { items: groups.map(toGroup) };
  },
};
