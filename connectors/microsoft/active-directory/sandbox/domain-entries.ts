// The world's records as entries of a domain: people, groups, computers, units and group policies.
import type { WorldAccount, WorldGroup } from '#connectors/sdk/sandbox/directory-records.ts';
import type { LdapSandboxContext } from '#connectors/sdk/sandbox/ldap-dialect.ts';
import type { DirectoryState } from './directory-state.ts';
import { domainUid } from './directory-state.ts';
import { escapeName, filetimeOf, generalizedTimeOf, guidBytesOf, staleMs, valuesOf } from './directory-values.ts';
import { accountEntry, domainUsersEntry, groupEntry } from './people-entries.ts';

export type DirectoryContext = LdapSandboxContext<DirectoryState>;
export type Values = Record<string, (string | Uint8Array)[]>;

export interface DomainEntry {
  dn: string;
  values: Values;
  /** worked out when it is asked for: no search can look for it */
  constructed?: Values;
  account?: WorldAccount;
  group?: WorldGroup;
  partition: 'domain' | 'configuration';
}

export function domainOf({ world }: DirectoryContext) {
  const directory = world.state.directories.find(({ premisesName }) => premisesName !== null);
  if (!directory) throw new Error('No client of this world has a domain.');
  const base = directory.domain
    .split('.')
    .map((part) => `DC=${part}`)
    .join(',');
  return { ...directory, base };
}

/** objectCategory as searches name it; the directory itself keeps a distinguished name there */
export function domainEntries(context: DirectoryContext): DomainEntry[] {
  const { world, state } = context;
  const { base, clientId, domain } = domainOf(context);
  const { accounts, groups, devices, groupPolicies } = world.state;
  const mine = <T extends { clientId: number }>(rows: T[]) => rows.filter((row) => row.clientId === clientId);
  const people = mine(accounts).filter(({ source }) => source !== 'cloud');
  const links = new Map<string, string>();
  for (const policy of mine(groupPolicies)) {
    for (const { target, isEnabled, isEnforced } of policy.links) {
      const options = (isEnabled ? 0 : 1) + (isEnforced ? 2 : 0);
      const dn = `cn={${policy.uid.toUpperCase()}},cn=policies,cn=system,${base}`;
      links.set(target, `${links.get(target) ?? ''}[LDAP://${dn};${options}]`);
    }
  }
  const units = [
    ...new Set([...people.map((row) => row.organizationalUnit), 'Groups', 'Domain Controllers', ...links.keys()]),
  ];
  const entries: Omit<DomainEntry, 'partition'>[] = [
    {
      dn: base,
      values: {
        objectClass: ['top', 'domain', 'domainDNS'],
        objectGUID: [guidBytesOf(domainUid(clientId))],
        name: valuesOf(domain.split('.')[0]),
        gPLink: valuesOf(links.get('')),
      },
    },
    ...units
      .filter((unit) => unit !== '')
      .map((unit) => ({
        dn: `OU=${escapeName(unit)},${base}`,
        values: { objectClass: ['top', 'organizationalUnit'], ou: [unit], gPLink: valuesOf(links.get(unit)) },
      })),
    ...people.map((row) => accountEntry(row, base, state)),
    ...mine(groups)
      .filter(({ source }) => source !== 'cloud')
      .map((row) => groupEntry(row, people, base)),
    domainUsersEntry(clientId, base),
    ...mine(devices).map((row) => {
      const isController = row.services.some(({ name }) => name === 'NTDS');
      return {
        dn: `CN=${row.name},${isController ? 'OU=Domain Controllers' : 'CN=Computers'},${base}`,
        values: {
          objectClass: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
          objectCategory: ['computer'],
          objectGUID: [guidBytesOf(row.uid)],
          cn: [row.name],
          sAMAccountName: [`${row.name}$`],
          dNSHostName: [`${row.name.toLowerCase()}.${domain}`],
          operatingSystem: [row.os],
          operatingSystemVersion: [`10.0 (${row.osBuild.split('.')[0]})`],
          userAccountControl: [String(isController ? 0x82000 : 0x1000)],
          lastLogonTimestamp: [filetimeOf(staleMs(row.lastSeenAtMs))],
          'ms-Mcs-AdmPwd': ['local-administrator-password'],
        },
      };
    }),
    ...mine(groupPolicies).map((row, index) => ({
      dn: `CN={${row.uid.toUpperCase()}},CN=Policies,CN=System,${base}`,
      values: {
        objectClass: ['top', 'container', 'groupPolicyContainer'],
        // an id of its own: the one in the name is shared by the same policy of every domain
        objectGUID: [guidBytesOf(domainUid(row.id))],
        cn: [`{${row.uid.toUpperCase()}}`],
        displayName: [row.name],
        flags: [String((row.isUserPartEnabled ? 0 : 1) + (row.isComputerPartEnabled ? 0 : 2))],
        versionNumber: [String((index + 1) * 65_536 + 7)],
        whenChanged: [generalizedTimeOf(row.changedAtMs)],
      },
    })),
    ...['CN=Policies,CN=System', 'CN=System', 'CN=Users', 'CN=Computers'].map((name) => ({
      dn: `${name},${base}`,
      values: { objectClass: ['top', 'container'] },
    })),
  ];
  const sites = `CN=Sites,CN=Configuration,${base}`;
  return [
    ...entries.map((entry) => ({ ...entry, partition: 'domain' as const })),
    ...[sites, `CN=Default-First-Site-Name,${sites}`].map((dn) => ({
      dn,
      values: { objectClass: ['top', 'site'] },
      partition: 'configuration' as const,
    })),
  ];
}
