import type { z } from 'zod';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findTickets, type TicketRow } from './inbox.repository.ts';
import type { InboxDeps } from './list-incidents.ts';
import type { ListTicketsInput, listTicketsOutput, TicketSummary } from './list-tickets.schema.ts';

export const listTickets = (tenant: TenantContext, input: ListTicketsInput, deps: InboxDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof listTicketsOutput>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const rows = await findTickets(tenant, db, input);
    return cutPage(rows.map(summarizeTicket), input.limit, (ticket) => ticket.id);
  });

export function summarizeTicket(row: TicketRow): TicketSummary {
  return {
    id: row.id,
    externalId: row.externalId,
    title: row.title,
    status: row.status,
    isClosed: row.isClosed,
    priority: row.priority,
    category: row.category,
    assignee: row.assignee,
    url: linkOf(row.url),
    connector: row.connection.connector,
    client: row.client,
    incidentId: row.incidentId,
    openedAt: row.openedAt,
    syncedAt: row.syncedAt,
  };
}

/** The address came from a vendor: only a web address may become a link. */
function linkOf(url: string | null): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}
