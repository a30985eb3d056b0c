// "Test" of the connect wizard: whose account it is, what the token sees, and what it lacks.
import type { z } from 'zod';
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AteraContext } from './auth.ts';
import { openAlerts } from './capabilities/alerts.ts';
import { agentList } from './capabilities/devices.ts';
import { customerList } from './capabilities/list-people.ts';
import { type AteraList, fetchPage } from './lists.ts';
import { ticketList } from './tickets.ts';

export async function testConnection(context: AteraContext): Promise<ConnectionTest> {
  const warnings: string[] = [];
  const count = async <T extends z.ZodType>(list: AteraList<T>, words: string): Promise<string> => {
    try {
      const { total, items } = await fetchPage(context, list, 1, 1);
      return `${total ?? items.length} ${words}`;
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'forbidden') throw error;
      warnings.push(`The token may not ${list.action}: give it Read for that domain in Admin, API.`);
      return `${words} not readable`;
    }
  };
  const parts = [
    await count(customerList, 'customers'),
    await count(agentList, 'agents'),
    await count(ticketList, 'tickets'),
    await count(openAlerts, 'open alerts'),
  ];
  if (warnings.length === parts.length)
    throw new ConnectorError('forbidden', `The token allows nothing we need. ${warnings[0]}`);
  return { ok: true, summary: parts.join(', '), warnings };
}
