// user.signins: the newest first. Needs a paid Entra plan in the tenant; Microsoft keeps thirty days.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { GraphContext } from '../auth.ts';
import { readGraphPage } from '../client.ts';
import { findUser, requireOwnClient } from '../directory.ts';
import { toSignIn } from '../transform.ts';
import { signInShape } from '../vendor-shapes.ts';

export const listSignIn: DirectCapability<
  CapabilityInput<'user.signins'>,
  CapabilityOutput<'user.signins'>,
  GraphContext
> = {
  run: async (context, input) => {
    requireOwnClient(context, input.client);
    // also for an id: somebody without sign-ins and nobody at all are two things
    const fields = ['id', 'displayName', 'userPrincipalName'];
    const { id } = await findUser(context, input.user, fields);
    const since = input.since ? ` and createdDateTime ge ${new Date(input.since).toISOString()}` : '';
    const items: CapabilityOutput<'user.signins'>['items'] = [];
    let cursor: string | null = null;
    // a page may be shorter than asked, or empty, with more behind it
    for (let page = 0; page < 20 && items.length < input.limit; page++) {
      const found: { items: Parameters<typeof toSignIn>[0][]; next: string | null } = await readGraphPage(
        context,
        signInShape,
        {
          action: 'read the sign-ins',
          path: '/auditLogs/signIns',
          select: ['id', 'createdDateTime', 'appDisplayName', 'ipAddress', 'location', 'status'],
          query: { $filter: `userId eq '${id}'${since}`, $top: input.limit },
          lane: 'sign-ins',
        },
        cursor,
      );
      items.push(...found.items.map(toSignIn));
      cursor = found.next;
      if (cursor === null) break;
    }
    return { items: items.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, input.limit) };
  },
};
