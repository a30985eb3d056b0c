// The domain behind the connection, read anew in each session: its own id says that it is still the one that was meant.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { LdapSession } from '#connectors/sdk/ldap-port.ts';
import type { AdSettings } from './auth.ts';
import { binaryAttributes, guidOf, textOf } from './vendor-shapes.ts';

export interface Domain {
  /** objectGUID of the domain: the one client of this connection */
  id: string;
  /** "corp.example" */
  name: string;
  /** "DC=corp,DC=example" */
  base: string;
  /** of the forest; null when it is not told */
  configurationBase: string | null;
  /** below which users, groups and computers are looked for and changed */
  searchBase: string;
}

const anything = { attribute: 'objectClass', exists: true } as const;

/** @throws ConnectorError `wrong-host` when this is no domain; `invalid-input` for a search base outside of it */
export async function readDomain(session: LdapSession, settings: AdSettings): Promise<Domain> {
  const [root] = await session.search({
    base: '',
    scope: 'base',
    filter: anything,
    attributes: ['defaultNamingContext', 'configurationNamingContext'],
    maxEntries: 1,
  });
  const base = root && textOf(root, 'defaultNamingContext');
  if (!base) throw new ConnectorError('wrong-host', 'This server is no domain controller: it names no domain.');
  const [head] = await session.search({
    base,
    scope: 'base',
    filter: anything,
    attributes: ['objectGUID'],
    binaryAttributes,
    maxEntries: 1,
  });
  const id = head && guidOf(head);
  if (!id) throw new ConnectorError('bad-answer', 'The domain controller did not tell the id of its domain.');
  const searchBase = settings.searchBase || base;
  if (searchBase.toLowerCase() !== base.toLowerCase() && !searchBase.toLowerCase().endsWith(`,${base.toLowerCase()}`))
    throw new ConnectorError('invalid-input', `"${searchBase.slice(0, 100)}" is not in the domain ${nameOf(base)}.`);
  return { id, name: nameOf(base), base, configurationBase: textOf(root, 'configurationNamingContext'), searchBase };
}

/** @throws ConnectorError `invalid-input` for any client but the domain of this connection */
export function requireOwnClient(domain: Domain, client: string | null | undefined): void {
  if (client === null || client === undefined || client.toLowerCase() === domain.id) return;
  throw new ConnectorError(
    'invalid-input',
    `This connection reaches the domain ${domain.name} (${domain.id}) and no other; "${client.slice(0, 60)}" needs a connection of its own.`,
  );
}

const nameOf = (base: string): string =>
  base
    .split(',')
    .map((part) => part.trim().replace(/^dc=/i, ''))
    .join('.')
    .toLowerCase();
