// Searches as a domain controller answers them: what was asked by name, a thousand at a time, many values in ranges.
import type { LdapServerSearch } from '#connectors/sdk/sandbox/decode-ldap-search.ts';
import type { LdapResult, LdapServerEntry } from '#connectors/sdk/sandbox/ldap-server.ts';
import { matchesLdapFilter } from '#connectors/sdk/sandbox/match-ldap-filter.ts';
import { type DirectoryContext, type DomainEntry, domainEntries, domainOf } from './domain-entries.ts';

const mostEntries = 1_000;
const mostValues = 1_500;
type Answer = LdapResult & { entries?: LdapServerEntry[]; references?: string[]; cookie?: string };

export function searchDomain(search: LdapServerSearch, who: string | null, context: DirectoryContext): Answer {
  const { base, domain } = domainOf(context);
  if (search.base === '') return { resultCode: 0, entries: [rootEntry(base, domain, search)] };
  if (who === null || context.state.accounts[who] === undefined) {
    return {
      resultCode: 1,
      said: '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563\u0000',
    };
  }
  const at = search.base.toLowerCase();
  if (context.state.quirks.refers || (at !== base.toLowerCase() && !at.endsWith(`,${base.toLowerCase()}`)))
    return {
      resultCode: 10,
      said: `0000202B: RefErr: DSID-0310084A, data 0, 1 access points ref 1: 'elsewhere.example'`,
    };
  const entries = domainEntries(context);
  const found = entries.find(({ dn }) => dn.toLowerCase() === at);
  if (!found)
    return {
      resultCode: 32,
      said: '0000208D: NameErr: DSID-0310028B, problem 2001 (NO_OBJECT), data 0, best match of:',
    };
  const hits = entries.filter((entry) => isBelow(entry, found, search.scope) && fits(entry, search));
  const all = hits.map((entry) => ({ dn: entry.dn, values: pick(entry, search.attributes) }));
  // other partitions lie below the domain by name: they are pointed at, not searched
  const references =
    search.scope === 'subtree' && found.partition === 'domain' && at === base.toLowerCase()
      ? [`ldap://${domain}/CN=Configuration,${base}`]
      : [];
  if (!search.page) {
    const isCut = all.length > mostEntries;
    return { resultCode: isCut ? 4 : 0, entries: all.slice(0, mostEntries), references };
  }
  const from = Number(search.page.cookie || 0);
  const end = from + Math.min(search.page.size, mostEntries);
  return { resultCode: 0, entries: all.slice(from, end), references, cookie: end < all.length ? String(end) : '' };
}

const rootEntry = (base: string, domain: string, search: LdapServerSearch): LdapServerEntry => ({
  dn: '',
  values: pick(
    {
      values: {
        objectClass: ['top'],
        defaultNamingContext: [base],
        rootDomainNamingContext: [base],
        configurationNamingContext: [`CN=Configuration,${base}`],
        dnsHostName: [`dc01.${domain}`],
        highestCommittedUSN: ['204811'],
      },
    },
    search.attributes,
  ),
});

function isBelow(entry: DomainEntry, base: DomainEntry, scope: LdapServerSearch['scope']): boolean {
  if (entry.partition !== base.partition) return false;
  if (entry.dn === base.dn) return scope !== 'one';
  if (scope === 'base' || !entry.dn.toLowerCase().endsWith(`,${base.dn.toLowerCase()}`)) return false;
  const above = entry.dn.slice(0, -(base.dn.length + 1));
  return scope === 'subtree' || !/(^|[^\\]),/.test(above);
}

function fits(entry: DomainEntry, search: LdapServerSearch): boolean {
  const byName = new Map(Object.entries(entry.values).map(([name, values]) => [name.toLowerCase(), values]));
  return matchesLdapFilter(search.filter, (attribute) => byName.get(attribute) ?? []);
}

function pick(
  { values, constructed }: Pick<DomainEntry, 'values' | 'constructed'>,
  asked: readonly string[],
): LdapServerEntry['values'] {
  const picked: Record<string, readonly (string | Uint8Array)[]> = {};
  for (const [name, all] of Object.entries({ ...values, ...constructed })) {
    if (asked.includes('*') && !constructed?.[name]) picked[name] = all;
    for (const wanted of asked) {
      const [, attribute, from] = /^([^;]+)(?:;range=(\d+)-\*)?$/.exec(wanted) ?? [];
      if (attribute !== name.toLowerCase() || all.length === 0) continue;
      const start = Number(from ?? 0);
      const part = all.slice(start, start + mostValues);
      const isRange = from !== undefined || all.length > mostValues;
      const isLast = start + part.length >= all.length;
      // a large one looks empty under its own name
      if (isRange && from === undefined) picked[name] = [];
      picked[isRange ? `${name};range=${start}-${isLast ? '*' : start + part.length - 1}` : name] = part;
    }
  }
  return picked;
}
