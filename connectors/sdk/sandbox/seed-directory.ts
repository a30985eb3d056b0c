// Seeds the clients' directories. Contacts and the people who use the seeded devices have accounts; some are disabled,
// locked, administrators or mastered on premises, because that is where directories say no.
import { deterministicRandom } from './deterministic-random.ts';
import type { WorldAccount, WorldDirectories, WorldDirectory, WorldGroup, WorldLicense } from './directory-records.ts';
import { accountRows, domains, groupRows, licenseRows, policyRows, type Trait } from './directory-rows.ts';
import { seedSignIns } from './seed-sign-ins.ts';

const dayMs = 86_400_000;

export function seedDirectories(seed: number, nowMs: number): WorldDirectories {
  // a sequence of its own: what was seeded before stays as it was
  const random = deterministicRandom(seed * 31 + 7);
  const directories: WorldDirectory[] = domains.map(([clientId, domain, premisesName, hasPaidPlan]) => ({
    clientId,
    // the same for every seed: whoever is connected to a tenant stays so when the world is reset
    uid: deterministicRandom(9_000 + clientId).uuid(),
    domain,
    premisesName,
    hasPaidPlan,
  }));
  const groups: WorldGroup[] = groupRows.map(([clientId, source, name, kind, description, rule], index) => ({
    id: 601 + index,
    uid: random.uuid(),
    clientId,
    source,
    name,
    description,
    kind,
    rule,
  }));
  const products = new Map(licenseRows.map(([, partNumber]) => [partNumber, '']));
  for (const partNumber of products.keys()) products.set(partNumber, random.uuid());
  const licenses: WorldLicense[] = licenseRows.map(([clientId, partNumber, total, usedElsewhere], index) => ({
    id: 651 + index,
    uid: products.get(partNumber) ?? '',
    clientId,
    partNumber,
    total,
    usedElsewhere,
  }));
  const accounts = accountRows.map((row, index): WorldAccount => {
    const { clientId, source, name, mail, traits = [] } = row;
    const domain = domains.find(([id]) => id === clientId)?.[1] ?? '';
    const is = (trait: Trait) => traits.includes(trait);
    const mine = <T extends { clientId: number; id: number }>(
      rows: T[],
      wanted: string[],
      nameOf: (entry: T) => string,
    ) => rows.filter((entry) => entry.clientId === clientId && wanted.includes(nameOf(entry))).map((entry) => entry.id);
    return {
      id: 701 + index,
      uid: random.uuid(),
      clientId,
      source,
      principalName: `${mail}@${domain}`,
      shortName: (row.shortName ?? mail.replace(/^(\w)\w*\./, '$1.')).slice(0, 20),
      name,
      email: is('service') ? null : `${mail}@${domain}`,
      department: row.department ?? null,
      jobTitle: row.jobTitle ?? null,
      organizationalUnit: is('service') ? 'Service Accounts' : is('disabled') ? 'Leavers' : 'Staff',
      isAdministrator: is('administrator'),
      isEnabled: !is('disabled'),
      isLockedOut: is('locked'),
      mustChangePassword: false,
      password: `seeded-${random.hex(12)}`,
      usageLocation: is('nowhere') || is('service') ? null : 'US',
      licenseIds: mine(licenses, row.licenses ?? [], (entry) => entry.partNumber),
      groupLicenseIds: mine(licenses, is('group-licence') ? ['EXCHANGESTANDARD'] : [], (entry) => entry.partNumber),
      groupIds: mine(groups, row.groups ?? [], (entry) => entry.name),
      createdAtMs: nowMs - (400 + index) * dayMs,
      changedAtMs: nowMs - (20 + index) * dayMs,
      passwordSetAtMs: nowMs - (31 + index * 9) * dayMs,
      lastSignInAtMs: null,
      sessionsRevokedAtMs: null,
    };
  });
  const signIns = seedSignIns(accounts, random, nowMs);
  for (const account of accounts) {
    const times = signIns.filter((entry) => entry.accountId === account.id && entry.isSuccess).map(({ atMs }) => atMs);
    account.lastSignInAtMs = times.length === 0 ? null : Math.max(...times);
  }
  const groupPolicies = policyRows.map(({ links, ...row }, index) => ({
    id: 801 + index,
    uid: random.uuid(),
    clientId: 11,
    ...row,
    links: links.map(([target, isEnabled, isEnforced]) => ({ target, isEnabled, isEnforced })),
    createdAtMs: nowMs - 900 * dayMs,
    changedAtMs: nowMs - (10 + index * 40) * dayMs,
  }));
  return { directories, accounts, groups, licenses, signIns, groupPolicies };
}
