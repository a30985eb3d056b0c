// The people slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export const findRunTicket = async (tenant: TenantContext, db: Db, runId: string) => {
  const run = await db.run.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id: runId } },
    select: { ticketId: true, incidentId: true },
  });
  if (!run) return null;
  if (!run.ticketId) {
    // the run made it itself: the newest open one of its incident
    return run.incidentId
      ? db.ticket.findFirst({
          where: { orgId: tenant.orgId, incidentId: run.incidentId, isClosed: false },
          select: { connectionId: true },
          orderBy: { id: 'desc' },
        })
      : null;
  }
  return db.ticket.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id: run.ticketId } },
    select: { connectionId: true },
  });
};

/** Of one connection, when the ticket says which; of all in use otherwise. */
export const findEngineers = (tenant: TenantContext, db: Db, connectionId: string | null) =>
  db.engineer.findMany({
    where: {
      orgId: tenant.orgId,
      active: true,
      connection: { status: { not: 'disabled' } },
      ...(connectionId ? { connectionId } : {}),
    },
    select: { id: true, name: true, tier: true, skills: true, email: true, connectionId: true },
    orderBy: { name: 'asc' },
    take: 500,
  });

/** Open tickets by the name of who has them. */
export async function countOpenTickets(tenant: TenantContext, db: Db): Promise<Map<string, number>> {
  const rows = await db.ticket.groupBy({
    by: ['assignee'],
    where: { orgId: tenant.orgId, isClosed: false, assignee: { not: null } },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row.assignee ?? '', row._count._all]));
}

export const changeEngineer = (
  tenant: TenantContext,
  db: Db,
  id: string,
  data: { tier?: string; skills?: string[]; active?: boolean },
) => db.engineer.updateMany({ where: { orgId: tenant.orgId, id }, data });
