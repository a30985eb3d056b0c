// People and groups of the world as entries of a domain, with what a domain controller works out about them.
import type { WorldAccount, WorldGroup } from '#connectors/sdk/sandbox/directory-records.ts';
import { type DirectoryState, domainUid } from './directory-state.ts';
import { escapeName, filetimeOf, guidBytesOf, sidOf, staleMs, valuesOf } from './directory-values.ts';
import type { DomainEntry } from './domain-entries.ts';

type Entry = Omit<DomainEntry, 'partition'>;
const lockedOut = 0x10;
/** last part of the security id of the group that everybody has as the primary one */
const domainUsers = 513;

export function accountDn(row: WorldAccount, base: string): string {
  return `CN=${escapeName(row.name)},OU=${escapeName(row.organizationalUnit)},${base}`;
}

export function accountEntry(row: WorldAccount, base: string, state: DirectoryState): Entry {
  const { quirks } = state;
  const isLocked = row.isLockedOut && !quirks.hasLockoutsEnded;
  const control = state.control[row.uid] ?? (row.organizationalUnit === 'Service Accounts' ? 0x10200 : 0x200);
  const seen = row.lastSignInAtMs;
  return {
    dn: accountDn(row, base),
    account: row,
    values: {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      objectCategory: ['person'],
      objectGUID: [guidBytesOf(row.uid)],
      objectSid: [sidOf(1_000 + row.id)],
      cn: [row.name],
      displayName: [row.name],
      sAMAccountName: [row.shortName],
      userPrincipalName: valuesOf(row.principalName || null),
      mail: valuesOf(row.email),
      department: valuesOf(row.department),
      title: valuesOf(row.jobTitle),
      userAccountControl: [String(row.isEnabled ? control & ~2 : control | 2)],
      // the bit in userAccountControl itself is never set: only the time, and what is computed from it
      lockoutTime: valuesOf(row.isLockedOut ? filetimeOf(row.changedAtMs) : null),
      pwdLastSet: [row.mustChangePassword ? '0' : filetimeOf(row.passwordSetAtMs)],
      accountExpires: ['9223372036854775807'],
      lastLogonTimestamp: valuesOf(seen === null ? null : filetimeOf(staleMs(seen))),
      adminCount: valuesOf(row.isAdministrator ? '1' : null),
      primaryGroupID: [String(domainUsers)],
    },
    constructed: quirks.hidesComputed
      ? {}
      : { 'msDS-User-Account-Control-Computed': [String(isLocked ? lockedOut : 0)] },
  };
}

export function groupEntry(row: WorldGroup, people: WorldAccount[], base: string): Entry {
  return {
    dn: `CN=${escapeName(row.name)},OU=Groups,${base}`,
    group: row,
    values: {
      objectClass: ['top', 'group'],
      objectCategory: ['group'],
      objectGUID: [guidBytesOf(row.uid)],
      objectSid: [sidOf(1_000 + row.id)],
      cn: [row.name],
      sAMAccountName: [row.name],
      description: valuesOf(row.description),
      member: people.filter(({ groupIds }) => groupIds.includes(row.id)).map((account) => accountDn(account, base)),
      adminCount: valuesOf(row.name === 'Domain Admins' ? '1' : null),
    },
  };
}

/** Those whose primary group it is are not among its members. */
export const domainUsersEntry = (clientId: number, base: string): Entry => ({
  dn: `CN=Domain Users,CN=Users,${base}`,
  values: {
    objectClass: ['top', 'group'],
    objectCategory: ['group'],
    objectGUID: [guidBytesOf(domainUid(clientId + 100))],
    objectSid: [sidOf(domainUsers)],
    cn: ['Domain Users'],
    sAMAccountName: ['Domain Users'],
    description: ['All domain users'],
    member: [],
  },
});
