// One ticket, as just re-read from the PSA, into our copy; the PSA stays the system of record. A ticket that one of
// our runs made is linked to its incident and starts nothing: we do not listen to ourselves.
import type { Database, Sql } from '#server/platform/db/database.ts';
import { isId, newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findWhereabouts } from './identities.repository.ts';
import { reviewIncident } from './review-incident.ts';
import { saveTicket } from './tickets.repository.ts';
import type { ReadTicket } from './vendor-facts.ts';

export interface TakenTicket {
  ticketId: string;
  /** made by a run, or part of an incident: no trigger looks at it */
  isOurs: boolean;
  isClosed: boolean;
}

export function takeInTicket(
  tenant: TenantContext,
  input: { connectionId: string; ticket: ReadTicket },
  deps: { database: Pick<Database, 'sqlWithTenant'> },
): Promise<TakenTicket> {
  const { connectionId, ticket } = input;
  return deps.database.sqlWithTenant(tenant, async (sql) => {
    const origin = await findOrigin(tenant, sql, ticket.externalKey);
    const where = await findWhereabouts(tenant, sql, { connectionId, device: null, client: ticket.client?.id ?? null });
    const saved = await saveTicket(tenant, sql, {
      id: newId(),
      connectionId,
      clientId: where.clientId ?? origin?.clientId ?? null,
      deviceId: origin?.deviceId ?? null,
      incidentId: origin?.incidentId ?? null,
      ticket,
    });
    if (saved.incidentId && ticket.isClosed) await reviewIncident(tenant, sql, saved.incidentId);
    const isOurs = saved.incidentId !== null || isOwnKey(ticket.externalKey);
    return { ticketId: saved.ticketId, isOurs, isClosed: ticket.isClosed };
  });
}

const isOwnKey = (key: string | null) => key?.startsWith('mspclaw:') ?? false;

interface Origin {
  incidentId: string | null;
  clientId: string | null;
  deviceId: string | null;
}

/** The run that the ticket's key names, if this org has it: the key came back from outside and proves nothing else. */
async function findOrigin(tenant: TenantContext, sql: Sql, externalKey: string | null): Promise<Origin | null> {
  const runId = isOwnKey(externalKey) ? externalKey?.split(':')[1] : undefined;
  if (!runId || !isId(runId)) return null;
  const [run] = await sql.query<{ incident_id: string | null; client_id: string | null; device_id: string | null }>(
    'SELECT incident_id, client_id, device_id FROM run WHERE org_id = $1 AND id = $2',
    [tenant.orgId, runId],
  );
  return run ? { incidentId: run.incident_id, clientId: run.client_id, deviceId: run.device_id } : null;
}
