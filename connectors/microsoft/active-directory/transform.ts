// Entries of a domain in our nouns. Pure.
import { osFamilyOfWords, roleOfWords } from '#connectors/sdk/devices/device-words.ts';
import type { LdapEntry } from '#connectors/sdk/ldap-port.ts';
import type { Client, Device, DirectoryGroup, DirectoryPolicy, DirectoryUser } from '#connectors/sdk/nouns.ts';
import type { Domain } from './domain.ts';
import { instantOfFiletime, instantOfGeneralizedTime } from './filetime.ts';
import type { PolicyLink } from './policy-links.ts';
import { type AdGroup, type AdUser, bigOf, guidOf, numberOf, textOf } from './vendor-shapes.ts';

/** bits of userAccountControl */
export const control = { disabled: 0x2, lockedOut: 0x10, domainController: 0x2000 } as const;

export const toClient = (domain: Domain): Client => ({ id: domain.id, name: domain.name, isActive: true });

export const principalNameOf = (user: AdUser, domain: Domain): string =>
  user.principalName ?? `${user.shortName ?? user.id}@${domain.name}`;

export function toUser(user: AdUser, domain: Domain): DirectoryUser {
  const principalName = principalNameOf(user, domain);
  return {
    id: user.id,
    principalName,
    name: user.name ?? principalName,
    email: user.mail,
    isEnabled: user.control !== null && (user.control & control.disabled) === 0,
    isLockedOut: isLockedOut(user),
    // the directory on premises is the master itself
    isSynced: false,
    department: user.department,
    jobTitle: user.title,
    licenses: null,
    // replicated every 9 to 14 days: the exact time is kept by each domain controller for itself
    lastSignInAt: instantOfFiletime(user.lastLogon),
    passwordSetAt: instantOfFiletime(user.passwordSet),
  };
}

/** The time of a lockout stays when it is over by itself: only the computed bit tells. */
function isLockedOut(user: AdUser): boolean | null {
  if (user.lockoutTime === 0n) return false;
  return user.computed === null ? null : (user.computed & control.lockedOut) !== 0;
}

export const toGroup = (group: AdGroup): DirectoryGroup => ({
  id: group.id,
  name: group.name ?? group.dn,
  description: group.description,
  isManagedElsewhere: group.isProtected,
});

export function toDevice(entry: LdapEntry, domain: Domain): Device[] {
  const id = guidOf(entry);
  if (id === null) return [];
  const system = textOf(entry, 'operatingSystem');
  const isController = ((numberOf(entry, 'userAccountControl') ?? 0) & control.domainController) !== 0;
  return [
    {
      id,
      name: textOf(entry, 'cn') ?? textOf(entry, 'dNSHostName') ?? id,
      client: { id: domain.id, name: domain.name },
      site: null,
      role: isController ? 'server' : roleOfWords(system ?? ''),
      os: [system, textOf(entry, 'operatingSystemVersion')].filter(Boolean).join(' ') || null,
      osFamily: osFamilyOfWords(system ?? ''),
      serial: null,
      macs: [],
      // a domain knows who is a member, and nothing of who is there now
      online: null,
      lastSeenAt: instantOfFiletime(bigOf(entry, 'lastLogonTimestamp')),
    },
  ];
}

export function toPolicy(entry: LdapEntry, links: readonly PolicyLink[]): DirectoryPolicy[] {
  const id = guidOf(entry);
  if (id === null) return [];
  const flags = numberOf(entry, 'flags') ?? 0;
  const version = numberOf(entry, 'versionNumber');
  return [
    {
      id,
      name: textOf(entry, 'displayName') ?? textOf(entry, 'cn') ?? id,
      isUserPartEnabled: (flags & 1) === 0,
      isComputerPartEnabled: (flags & 2) === 0,
      links: links
        .filter(({ policy }) => policy.toLowerCase() === entry.dn.toLowerCase())
        .map(({ target, isEnabled, isEnforced, order }) => ({ target, isEnabled, isEnforced, order })),
      // the upper half counts the user part, the lower half the computer part
      version: version === null ? null : { user: version >>> 16, computer: version & 0xffff },
      changedAt: instantOfGeneralizedTime(textOf(entry, 'whenChanged')),
    },
  ];
}
