// "Test" of the connect wizard: counts what the token's user sees, and names what its role keeps from us.
import type { z } from 'zod';
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { SuperopsContext } from './auth.ts';
import { assetList, clientList, scriptList, ticketList } from './collections.ts';
import { fetchPage, type SuperopsList } from './lists.ts';

export async function testConnection(context: SuperopsContext): Promise<ConnectionTest> {
  const warnings: string[] = [];
  const count = async <T extends z.ZodType>(list: SuperopsList<T>, words: string): Promise<string> => {
    try {
      const { total, items } = await fetchPage(context, list, 1, 1);
      return `${total ?? items.length} ${words}`;
    } catch (error) {
      if (!(error instanceof ConnectorError) || !['forbidden', 'unsupported'].includes(error.kind)) throw error;
      warnings.push(`The role of the token's user does not let us ${list.action}: ${error.message}`);
      return `${words} not readable`;
    }
  };
  // one after the other: a wrong subdomain or token is said once
  const parts = [
    await count(clientList, 'clients'),
    await count(assetList, 'assets'),
    await count(ticketList, 'tickets'),
    await count(scriptList, 'scripts'),
  ];
  if (warnings.length === parts.length) {
    throw new ConnectorError('forbidden', `The role of the token's user allows nothing we need. ${warnings[0]}`);
  }
  return { ok: true, summary: parts.join(', '), warnings };
}
