// "Test" of the connect wizard: who the token is, what it sees, and what it lacks.
import type { z } from 'zod';
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { SyncroContext } from './auth.ts';
import { activeAlerts } from './capabilities/alerts.ts';
import { assetList } from './capabilities/devices.ts';
import { customerList } from './capabilities/list-people.ts';
import { syncro } from './client.ts';
import { scriptsOf } from './configured-scripts.ts';
import { fetchPage, type SyncroList } from './lists.ts';
import { meShape, ticketShape } from './vendor-shapes.ts';

const tickets = { action: 'list the tickets', path: '/tickets', rows: 'tickets', row: ticketShape };

export async function testConnection(context: SyncroContext): Promise<ConnectionTest> {
  const warnings: string[] = [];
  const me = await syncro.read(context, meShape, { action: 'read who the token is', path: '/me' });
  const count = async <T extends z.ZodType>(list: SyncroList<T>, words: string): Promise<string> => {
    try {
      const { total, items, hasMore } = await fetchPage(context, list, 1);
      return `${total ?? items.length}${total === null && hasMore ? ' or more' : ''} ${words}`;
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'forbidden') throw error;
      warnings.push(error.message);
      return `${words} not readable`;
    }
  };
  const parts = [
    await count(customerList, 'customers'),
    await count(tickets, 'tickets'),
    await count(assetList, 'assets'),
    await count(activeAlerts, 'active alerts'),
  ];
  const scripts = scriptsOf(context.settings).size;
  if (scripts === 0)
    warnings.push('No scripts are entered: none can be run. Add them to the settings, as "restart-service=1234".');
  else if (me.permissions?.script?.execute === false)
    warnings.push('The token lacks the permission "Scripts - Execute".');
  const who = me.user_name ?? me.user_email ?? 'unknown';
  return { ok: true, summary: `signed in as ${who}: ${parts.join(', ')}, ${scripts} scripts entered`, warnings };
}
