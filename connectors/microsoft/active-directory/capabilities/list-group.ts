// group.list: by words in the name.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { isGroup, searchGroups } from '../directory.ts';
import { pageAfter } from '../page-after.ts';
import { contains, wordFilters } from '../search-text.ts';
import { toGroup } from '../transform.ts';

export const listGroup: DirectCapability<CapabilityInput<'group.list'>, CapabilityOutput<'group.list'>, AdContext> = {
  run: (context, input) =>
    inDirectory(context, { action: 'list the groups', client: input.client }, async (session) => {
      const filters = wordFilters(input.text, [contains('cn'), contains('sAMAccountName')]);
      const groups = await searchGroups(session, filters.length === 0 ? isGroup : { and: filters });
      return pageAfter(groups.map(toGroup), input);
    }),
};
