// What is read of entries, attribute by attribute. Each is asked for by name: passwords (unicodePwd, LAPS) are not among
// them, and "*" is never asked.
import type { LdapEntry } from '#connectors/sdk/ldap-port.ts';
import { guidText } from './guid.ts';

export const binaryAttributes = ['objectGUID', 'objectSid'];

export const userAttributes = [
  'objectGUID',
  'objectSid',
  'sAMAccountName',
  'userPrincipalName',
  'displayName',
  'cn',
  'mail',
  'department',
  'title',
  'userAccountControl',
  'msDS-User-Account-Control-Computed',
  'lockoutTime',
  'pwdLastSet',
  'lastLogonTimestamp',
  'adminCount',
  'primaryGroupID',
];
export interface AdUser {
  dn: string;
  id: string;
  shortName: string | null;
  principalName: string | null;
  name: string | null;
  mail: string | null;
  department: string | null;
  title: string | null;
  /** userAccountControl; null = this account may not read it */
  control: number | null;
  /** the bits that the domain controller works out when asked; null = not told */
  computed: number | null;
  lockoutTime: bigint;
  passwordSet: bigint;
  lastLogon: bigint;
  /** is or was in an administrators' group: AdminSDHolder takes delegated rights away */
  isProtected: boolean;
  primaryGroupSid: Uint8Array | null;
}

export function readUserEntry(entry: LdapEntry): AdUser | null {
  const id = guidOf(entry);
  if (id === null) return null;
  const sid = bytesOf(entry, 'objectSid');
  const primaryGroup = numberOf(entry, 'primaryGroupID');
  return {
    dn: entry.dn,
    id,
    shortName: textOf(entry, 'sAMAccountName'),
    principalName: textOf(entry, 'userPrincipalName'),
    name: textOf(entry, 'displayName') ?? textOf(entry, 'cn'),
    mail: textOf(entry, 'mail'),
    department: textOf(entry, 'department'),
    title: textOf(entry, 'title'),
    control: numberOf(entry, 'userAccountControl'),
    computed: numberOf(entry, 'msDS-User-Account-Control-Computed'),
    lockoutTime: bigOf(entry, 'lockoutTime'),
    passwordSet: bigOf(entry, 'pwdLastSet'),
    lastLogon: bigOf(entry, 'lastLogonTimestamp'),
    isProtected: (numberOf(entry, 'adminCount') ?? 0) > 0,
    primaryGroupSid: sid && primaryGroup !== null ? siblingSid(sid, primaryGroup) : null,
  };
}

export const groupAttributes = ['objectGUID', 'objectSid', 'cn', 'sAMAccountName', 'description', 'adminCount'];
export interface AdGroup {
  dn: string;
  id: string;
  sid: Uint8Array | null;
  name: string | null;
  description: string | null;
  isProtected: boolean;
}

export function readGroupEntry(entry: LdapEntry): AdGroup | null {
  const id = guidOf(entry);
  if (id === null) return null;
  return {
    dn: entry.dn,
    id,
    sid: bytesOf(entry, 'objectSid'),
    name: textOf(entry, 'cn') ?? textOf(entry, 'sAMAccountName'),
    description: textOf(entry, 'description'),
    isProtected: (numberOf(entry, 'adminCount') ?? 0) > 0,
  };
}

export const computerAttributes = [
  'objectGUID',
  'cn',
  'dNSHostName',
  'operatingSystem',
  'operatingSystemVersion',
  'lastLogonTimestamp',
  'userAccountControl',
];

export const policyAttributes = ['objectGUID', 'displayName', 'cn', 'flags', 'versionNumber', 'whenChanged'];

export const textOf = (entry: LdapEntry, attribute: string): string | null => {
  const [value] = entry.values[attribute.toLowerCase()] ?? [];
  return typeof value === 'string' && value !== '' ? value : null;
};
export const guidOf = (entry: LdapEntry): string | null => {
  const bytes = bytesOf(entry, 'objectGUID');
  return bytes && guidText(bytes);
};
/** 32 bits, as the directory keeps flags: also told as a negative number */
export const numberOf = (entry: LdapEntry, attribute: string): number | null => {
  const text = textOf(entry, attribute);
  return text !== null && /^-?\d{1,10}$/.test(text) ? Number(BigInt.asUintN(32, BigInt(text))) : null;
};
/** 64 bits; 0 when absent */
export const bigOf = (entry: LdapEntry, attribute: string): bigint => {
  const text = textOf(entry, attribute);
  return text !== null && /^-?\d{1,19}$/.test(text) ? BigInt(text) : 0n;
};
const bytesOf = (entry: LdapEntry, attribute: string): Uint8Array | null => {
  const [value] = entry.values[attribute.toLowerCase()] ?? [];
  return value instanceof Uint8Array ? value : null;
};

/** the same domain with another last part (four bytes, the lowest first) */
function siblingSid(sid: Uint8Array, last: number): Uint8Array {
  const sibling = Uint8Array.from(sid);
  if (sibling.length < 12) return sibling;
  new DataView(sibling.buffer).setUint32(sibling.length - 4, last, true);
  return sibling;
}
