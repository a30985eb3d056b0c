// Finding people and groups before something is done to them, and the refusals that save a change.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { LdapEntry, LdapFilter } from '#connectors/sdk/ldap-port.ts';
import { type DirectorySession, largestList } from './client.ts';
import { guidBytes, isGuid } from './guid.ts';
import {
  type AdGroup,
  type AdUser,
  binaryAttributes,
  groupAttributes,
  readGroupEntry,
  readUserEntry,
  userAttributes,
} from './vendor-shapes.ts';

/** people, not contacts and not computers (which are users too) */
export const isUser: LdapFilter = {
  and: [
    { attribute: 'objectCategory', equals: 'person' },
    { attribute: 'objectClass', equals: 'user' },
  ],
};
export const isGroup: LdapFilter = { attribute: 'objectCategory', equals: 'group' };

export const searchUsers = async (session: DirectorySession, filter: LdapFilter, maxEntries = largestList) =>
  (
    await session.search({
      base: session.domain.searchBase,
      scope: 'subtree',
      filter: { and: [isUser, filter] },
      attributes: userAttributes,
      binaryAttributes,
      maxEntries,
    })
  ).flatMap((entry) => readUserEntry(entry) ?? []);

export const searchGroups = async (
  session: DirectorySession,
  filter: LdapFilter,
  base = session.domain.searchBase,
): Promise<AdGroup[]> =>
  (
    await session.search({
      base,
      scope: 'subtree',
      filter: { and: [isGroup, filter] },
      attributes: groupAttributes,
      binaryAttributes,
      maxEntries: largestList,
    })
  ).flatMap((entry) => readGroupEntry(entry) ?? []);

/** By objectGUID, user principal name or short name. @throws ConnectorError `not-found`; `conflict` when two have that name */
export async function findUser(session: DirectorySession, user: string): Promise<AdUser> {
  const found = await searchUsers(session, namedBy(user, session.domain.name), 20);
  return only(found, `user "${user.slice(0, 60)}"`);
}

/** @throws ConnectorError */
export async function findGroup(session: DirectorySession, group: string): Promise<AdGroup> {
  if (!isGuid(group)) throw invalid(`"${group.slice(0, 60)}" is not the id of a group.`);
  const found = await searchGroups(session, { attribute: 'objectGUID', equals: guidBytes(group) });
  return only(found, `group ${group}`);
}

/** @throws ConnectorError `unsupported` for accounts that Active Directory itself protects, and for our own */
export function requireOrdinaryUser({ signedInAs, domain }: DirectorySession, user: AdUser, what: string): void {
  const names = [user.dn, user.principalName, user.shortName && `${user.shortName}@${domain.name}`];
  if (names.some((name) => name?.toLowerCase() === signedInAs.toLowerCase()))
    throw new ConnectorError(
      'unsupported',
      `${signedInAs} is the account that MSPclaw signs in with, so it is not ${what} from here.`,
    );
  if (!user.isProtected) return;
  throw new ConnectorError(
    'unsupported',
    `${user.principalName ?? user.shortName} is or was an administrator (adminCount = 1), so it is not ${what} from here. Active Directory protects such accounts; an administrator of the domain has to do it, or clear adminCount where it is a leftover.`,
  );
}

/** Is this entry a value of `member`? Asked of the directory: large groups give their members in ranges. */
export async function isMember(session: DirectorySession, group: AdGroup, user: AdUser): Promise<boolean> {
  const found: LdapEntry[] = await session.search({
    base: group.dn,
    scope: 'base',
    filter: { attribute: 'member', equals: user.dn },
    attributes: ['objectGUID'],
    maxEntries: 1,
  });
  return found.length > 0;
}

function namedBy(user: string, domain: string): LdapFilter {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (user.trim() === '' || /[\u0000-\u001f\u007f\\/]/.test(user))
    throw invalid(`"${user.slice(0, 60)}" is neither the id nor the principal name of a user.`);
  if (isGuid(user)) return { attribute: 'objectGUID', equals: guidBytes(user) };
  const at = user.lastIndexOf('@');
  if (at < 0) return { attribute: 'sAMAccountName', equals: user };
  const byPrincipalName: LdapFilter = { attribute: 'userPrincipalName', equals: user };
  if (at === 0 || user.slice(at + 1).toLowerCase() !== domain) return byPrincipalName;
  // without a name of that kind, an account signs in with its short name at the domain
  const isImplicit: LdapFilter = {
    and: [
      { attribute: 'sAMAccountName', equals: user.slice(0, at) },
      { not: { attribute: 'userPrincipalName', exists: true } },
    ],
  };
  return { or: [byPrincipalName, isImplicit] };
}

function only<T>(found: T[], what: string): T {
  const [first, second] = found;
  if (first === undefined) throw new ConnectorError('not-found', `Active Directory has no ${what} here.`);
  if (second !== undefined)
    throw new ConnectorError('conflict', `Active Directory has more than one ${what}; name it by its id.`);
  return first;
}

const invalid = (message: string) => new ConnectorError('invalid-input', message);
