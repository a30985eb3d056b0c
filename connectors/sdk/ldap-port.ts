// How a directory connector reaches its directory: LDAP over TLS, opened and guarded by the bus. A connector has no
// other road to it. Filters are trees, not text: nothing that came from outside can change what is searched for.

export interface LdapTarget {
  /** "ldaps://dc1.corp.example:636"; plain "ldap://" only to this machine */
  url: string;
  /** PEM of the authority that signed the directory's certificate; null = the well-known ones */
  caCertificate: string | null;
  bindName: string;
  password: string;
}

export type LdapFilter =
  | { and: LdapFilter[] }
  | { or: LdapFilter[] }
  | { not: LdapFilter }
  | { attribute: string; equals: string | Uint8Array }
  | { attribute: string; startsWith: string }
  | { attribute: string; contains: string }
  | { attribute: string; atLeast: string }
  | { attribute: string; exists: true }
  /** bitwise AND, as Active Directory matches flags (1.2.840.113556.1.4.803) */
  | { attribute: string; hasBits: number };

export interface LdapSearch {
  base: string;
  scope: 'base' | 'one' | 'subtree';
  filter: LdapFilter;
  /** never "*": what is not asked for is not read */
  attributes: string[];
  /** of those, the ones to give as bytes */
  binaryAttributes?: string[];
  /** paged on the wire; more than this is an error, never a silent cut */
  maxEntries: number;
}

export interface LdapEntry {
  dn: string;
  /** lower-cased attribute names, ranges already joined */
  values: Readonly<Record<string, (string | Uint8Array)[]>>;
}

export interface LdapChange {
  operation: 'add' | 'delete' | 'replace';
  attribute: string;
  values: (string | Uint8Array)[];
}

/** Failures are ConnectorError, as over HTTP; the directory's result code is in `detail.resultCode`, its text in `detail.said`. */
export interface LdapSession {
  search(search: LdapSearch): Promise<LdapEntry[]>;
  modify(dn: string, changes: LdapChange[]): Promise<void>;
}

/** Binds, does the work, unbinds. @throws ConnectorError when it cannot connect or bind */
export type OpenLdap = <T>(target: LdapTarget, work: (session: LdapSession) => Promise<T>) => Promise<T>;
