// user.groups: groups somebody is in directly, asked of the groups: `memberOf` lacks the primary one, which is found by its
// security id.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { LdapFilter } from '#connectors/sdk/ldap-port.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { findUser, searchGroups } from '../directory.ts';
import { toGroup } from '../transform.ts';

export const listUserGroup: DirectCapability<
  CapabilityInput<'user.groups'>,
  CapabilityOutput<'user.groups'>,
  AdContext
> = {
  run: (context, input) =>
    inDirectory(context, { action: 'list the groups of the user', client: input.client }, async (session) => {
      const user = await findUser(session, input.user);
      const isIn: LdapFilter[] = [
        { attribute: 'member', equals: user.dn },
        ...(user.primaryGroupSid ? [{ attribute: 'objectSid', equals: user.primaryGroupSid }] : []),
      ];
      // groups may be anywhere in the domain, whatever the search base
      const groups = await searchGroups(session, { or: isIn }, session.domain.base);
      return { items: groups.map(toGroup) };
    }),
};
