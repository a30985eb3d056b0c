// Is the host right, is the sign-in right, and what is still to be set? With live figures.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { BmsContext } from './client.ts';
import { readUserInfo } from './setup.ts';
import { searchTickets } from './tickets.ts';
import type { TicketRow } from './vendor-shapes.ts';

export async function testConnection(context: BmsContext): Promise<ConnectionTest> {
  const user = await readUserInfo(context);
  const who = `${user.BusinessName ?? context.settings.tenant}: signed in as ${user.FullName ?? `user ${user.UserId}`}`;
  try {
    const search = { filter: {}, sort: 'OpenDate', page: 1, size: 100, action: 'count tickets' } as const;
    const { rows, total } = await searchTickets(context, search);
    return { ok: true, summary: `${who}, ${total ?? rows.length} tickets.`, warnings: missingSettings(context, rows) };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'forbidden') throw error;
    throw new ConnectorError(
      'forbidden',
      `${who}, but its security role may not read Service Desk tickets. ${error.message}`,
      { cause: error },
    );
  }
}

/** What tickets cannot be made without, and the numbers that are in use for it. */
function missingSettings({ settings }: BmsContext, rows: TicketRow[]): string[] {
  const inUse = (entries: (string | null)[]) =>
    [...new Set(entries.filter((entry) => entry !== null))].slice(0, 20).join(', ') || 'none is known';
  const types = rows.map(({ TypeId, TypeName }) => (TypeId ? `${TypeId} (${TypeName ?? 'no name'})` : null));
  const sources = rows.map(({ SourceId }) => (SourceId ? String(SourceId) : null));
  return [
    ...(settings.ticketType === null
      ? [`Tickets cannot be created until a ticket type is set. In use: ${inUse(types)}.`]
      : []),
    ...(settings.ticketSource === null
      ? [`Tickets cannot be created until a source is set. In use: ${inUse(sources)}.`]
      : []),
  ];
}
