import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findConnectionNames, findEvidenceByIds, findTicket } from './inbox.repository.ts';
import type { InboxDeps } from './list-incidents.ts';
import { summarizeTicket } from './list-tickets.ts';
import type { TicketView } from './read-ticket.schema.ts';
import { readTriage } from './read-triage.ts';

export const readTicket = (tenant: TenantContext, input: { ticketId: string }, deps: InboxDeps): Promise<TicketView> =>
  deps.database.withTenant(tenant, async (db) => {
    const found = await findTicket(tenant, db, input.ticketId);
    if (!found) throw notFound('ticket');
    const { ticket, device } = found;
    const triage = found.triage && readTriage(found.triage.picked, found.triage.playbook);
    // a ticket's evidence belongs to no incident: what its sentences cite is what there is
    const cited = triage?.statements.flatMap((statement) => statement.evidence).filter(isId) ?? [];
    const evidence = await findEvidenceByIds(tenant, db, [...new Set(cited)]);
    const connections = await findConnectionNames(tenant, db);
    return {
      ticket: {
        ...summarizeTicket(ticket),
        description: ticket.description,
        resolution: ticket.resolution,
        closedAt: ticket.closedAt,
      },
      device,
      incident: ticket.incident,
      triage,
      evidence: evidence.map((entry) => ({
        ...entry,
        connector: (entry.connectionId && connections.get(entry.connectionId)?.connector) || null,
      })),
    };
  });
