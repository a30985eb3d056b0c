// Is this Halo, is the application right, does its agent see anything? With live figures.
import { z } from 'zod';
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { type HaloContext, halo } from './client.ts';
import { readPage } from './lists.ts';

const figures = [
  { path: '/Tickets', rows: 'tickets', query: { open_only: true }, words: 'open tickets', permission: 'Tickets: read' },
  { path: '/Client', rows: 'clients', query: {}, words: 'clients', permission: 'Customers: read' },
  { path: '/Users', rows: 'users', query: {}, words: 'users', permission: 'Users: read' },
  {
    path: '/Asset',
    rows: 'assets',
    query: {},
    words: 'assets',
    permission: 'Assets: read (often only with the scope "all")',
  },
] as const;

export async function testConnection(context: HaloContext): Promise<ConnectionTest> {
  const me = await halo.read(context, z.object({ id: z.number(), name: z.string().nullish() }), {
    action: 'read its own agent',
    path: '/Agent/me',
  });
  const counted: string[] = [];
  const warnings: string[] = [];
  for (const figure of figures) {
    try {
      const list = { ...figure, shape: z.unknown(), action: `count ${figure.words}` };
      const { total, rows } = await readPage(context, list, 1, 1);
      counted.push(`${total ?? rows.length} ${figure.words}`);
    } catch (error) {
      if (!(error instanceof ConnectorError) || !['forbidden', 'unauthenticated'].includes(error.kind)) throw error;
      warnings.push(`Missing permission "${figure.permission}": ${figure.words} cannot be read.`);
    }
  }
  if (counted.length === 0) {
    throw new ConnectorError(
      'forbidden',
      'Halo lets the application in, but neither tickets nor clients can be read with it.',
    );
  }
  return { ok: true, summary: `Signed in as ${me.name ?? `agent ${me.id}`}: ${counted.join(', ')}.`, warnings };
}
