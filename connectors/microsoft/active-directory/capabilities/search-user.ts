// user.search: words that occur in the name, or begin the sign-in name or the mail address.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { LdapFilter } from '#connectors/sdk/ldap-port.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { isUser, searchUsers } from '../directory.ts';
import { pageAfter } from '../page-after.ts';
import { contains, startsWith, wordFilters } from '../search-text.ts';
import { control, toUser } from '../transform.ts';

const matches = [
  contains('displayName'),
  startsWith('cn'),
  startsWith('sAMAccountName'),
  startsWith('userPrincipalName'),
  startsWith('mail'),
];
const isDisabled: LdapFilter = { attribute: 'userAccountControl', hasBits: control.disabled };

export const searchUser: DirectCapability<
  CapabilityInput<'user.search'>,
  CapabilityOutput<'user.search'>,
  AdContext
> = {
  run: (context, input) =>
    inDirectory(context, { action: 'search users', client: input.client }, async (session) => {
      const { isEnabled } = input;
      const byState: LdapFilter[] =
        isEnabled === true ? [{ not: isDisabled }] : isEnabled === false ? [isDisabled] : [];
      const filters = [...wordFilters(input.text, matches), ...byState];
      const users = await searchUsers(session, filters.length === 0 ? isUser : { and: filters });
      return pageAfter(
        users.map((user) => toUser(user, session.domain)),
        input,
      );
    }),
};
