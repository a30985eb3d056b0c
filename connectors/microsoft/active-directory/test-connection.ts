// "Test" of the connect wizard: signs in, finds the domain, counts.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import type { LdapFilter } from '#connectors/sdk/ldap-port.ts';
import type { AdContext } from './auth.ts';
import { type DirectorySession, inDirectory, isEncrypted, largestList } from './client.ts';
import { isUser } from './directory.ts';

export const testConnection = (context: AdContext): Promise<ConnectionTest> =>
  inDirectory(context, { action: 'test the connection', client: null }, async (session) => {
    const users = await count(session, isUser);
    const computers = await count(session, { attribute: 'objectCategory', equals: 'computer' });
    return {
      ok: true,
      summary: `${session.domain.name}: ${users} users, ${computers} computers`,
      warnings: isEncrypted(context) ? [] : ['Without TLS no password can be reset: use an ldaps:// address.'],
    };
  });

const count = async ({ search, domain }: DirectorySession, filter: LdapFilter): Promise<number> => {
  const found = await search({
    base: domain.searchBase,
    scope: 'subtree',
    filter,
    attributes: ['objectGUID'],
    maxEntries: largestList,
  });
  return found.length;
};
