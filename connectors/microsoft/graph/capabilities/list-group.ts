// group.list
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { readGraphPage } from '../client.ts';
import { groupFields, requireOwnClient } from '../directory.ts';
import { searchOf } from '../search-text.ts';
import { toGroup } from '../transform.ts';
import { groupShape } from '../vendor-shapes.ts';

export const listGroup: DirectCapability<
  CapabilityInput<'group.list'>,
  CapabilityOutput<'group.list'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const page = await readGraphPage(
      context,
      groupShape,
      {
        action: 'list the groups',
        path: '/groups',
        select: groupFields,
        isEventual: true,
        query: { $top: Math.min(input.limit, 999), $count: 'true', $search: searchOf(input.text, ['displayName']) },
      },
      input.cursor,
    );
    return { items: page.items.map(toGroup), next: page.next };
  },
};
