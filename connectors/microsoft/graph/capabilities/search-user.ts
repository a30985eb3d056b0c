// user.search: by the beginnings of words in name, sign-in name or mail. When somebody last signed in is told by user.read.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { readGraphPage } from '../client.ts';
import { requireOwnClient, userFields } from '../directory.ts';
import { searchOf } from '../search-text.ts';
import { skuNames } from '../skus.ts';
import { toUser } from '../transform.ts';
import { userShape } from '../vendor-shapes.ts';

const largestPage = 999;

export const searchUser: DirectCapability<
  CapabilityInput<'user.search'>,
  CapabilityOutput<'user.search'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    const isEnabled = input.isEnabled ?? null;
    const page = await readGraphPage(
      context,
      userShape,
      {
        action: 'search users',
        path: '/users',
        select: userFields,
        isEventual: true,
        query: {
          $top: Math.min(input.limit, largestPage),
          $count: 'true',
          $filter: isEnabled === null ? null : `accountEnabled eq ${isEnabled}`,
          $search: searchOf(input.text, ['displayName', 'userPrincipalName', 'mail']),
        },
      },
      input.cursor,
    );
    const hasLicenses = page.items.some((user) => (user.assignedLicenses ?? []).length > 0);
    const skus = hasLicenses ? await skuNames(context) : null;
    return { items: page.items.map((user) => toUser(user, skus)), next: page.next };
  },
};
