// The overview slice's only queries: counts over a time range, and the rows that need a person.
import type { Db } from '#server/platform/db/database.ts';
import { idAt } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { OrgPulse } from './watch-org.schema.ts';

export interface Range {
  from: Date;
  to: Date;
}

export async function countRange(tenant: TenantContext, db: Db, { from, to }: Range) {
  const { orgId } = tenant;
  const at = { gte: from, lt: to };
  const alerts = await db.alert.count({ where: { orgId, createdAt: at, id: { gte: idAt(from) } } });
  // an incident that began with a ticket is none that an alert opened
  const incidentsOpened = await db.incident.count({ where: { orgId, createdAt: at, alertCount: { gt: 0 } } });
  const ticketsClosed = await db.ticket.count({ where: { orgId, isClosed: true, closedAt: at } });
  const runs = await db.run.groupBy({
    by: ['status'],
    where: { orgId, finishedAt: at },
    _count: { _all: true },
  });
  const finished = (status: string) => runs.find((group) => group.status === status)?._count._all ?? 0;
  return {
    alerts,
    incidentsOpened,
    // every alert either opened an incident or joined one
    merged: Math.max(0, alerts - incidentsOpened),
    ticketsClosed,
    runsSucceeded: finished('succeeded'),
    runsEscalated: finished('escalated'),
  };
}

export async function countNow(tenant: TenantContext, db: Db) {
  const { orgId } = tenant;
  const active = ['queued', 'running', 'waiting'] as const;
  return {
    incidents: await db.incident.count({ where: { orgId, status: { notIn: ['resolved', 'closed'] } } }),
    runs: await db.run.count({ where: { orgId, status: { in: [...active] } } }),
    connections: await db.connection.groupBy({ by: ['status'], where: { orgId }, _count: { _all: true } }),
  };
}

export async function findNeeds(tenant: TenantContext, db: Db, now: Date, take: number) {
  const { orgId } = tenant;
  const pending = { orgId, status: 'pending', expiresAt: { gt: now } } as const;
  return {
    approvals: await db.approval.findMany({ where: pending, orderBy: { id: 'desc' }, take }),
    approvalCount: await db.approval.count({ where: pending }),
    unknown: await db.run.findMany({ where: { orgId, status: 'unknown' }, orderBy: { id: 'desc' }, take }),
    unknownCount: await db.run.count({ where: { orgId, status: 'unknown' } }),
    escalated: await db.incident.findMany({
      where: { orgId, status: 'escalated' },
      include: { device: { select: { name: true } }, client: { select: { name: true } } },
      orderBy: { lastAt: 'desc' },
      take,
    }),
    escalatedCount: await db.incident.count({ where: { orgId, status: 'escalated' } }),
  };
}

export const findRunsById = (tenant: TenantContext, db: Db, ids: string[]) =>
  db.run.findMany({ where: { orgId: tenant.orgId, id: { in: ids } } });

/** A digest per area, in one query that touches indexes and the last day's partitions only. */
export async function readOrgPulse(tenant: TenantContext, db: Db, now: Date): Promise<OrgPulse> {
  const sinceId = idAt(new Date(now.getTime() - 86_400_000));
  const rows = await db.$queryRaw<OrgPulse[]>`
    SELECT
      (SELECT md5(concat_ws('|', count(*), max(last_at), max(resolved_at), string_agg(status::text, ',' ORDER BY id)
          FILTER (WHERE status NOT IN ('resolved', 'closed')),
          (SELECT concat_ws(',', count(*), max(synced_at)) FROM ticket
            WHERE org_id = ${tenant.orgId}::uuid AND NOT is_closed),
          (SELECT concat_ws(',', count(*), count(*) FILTER (WHERE state = 'thinking')) FROM triage
            WHERE org_id = ${tenant.orgId}::uuid AND id >= ${sinceId}::uuid)))
        FROM incident WHERE org_id = ${tenant.orgId}::uuid) AS incidents,
      (SELECT md5(concat_ws('|', max(id::text), max(finished_at), string_agg(status::text, ',' ORDER BY id)))
        FROM run WHERE org_id = ${tenant.orgId}::uuid AND id >= ${sinceId}::uuid) AS runs,
      (SELECT md5(concat_ws('|', count(*), max(decided_at), count(*) FILTER (WHERE status = 'pending' AND expires_at > ${now})))
        FROM approval WHERE org_id = ${tenant.orgId}::uuid) AS approvals,
      (SELECT md5(concat_ws('|', string_agg(concat_ws(',', id, status, last_event_at), ';' ORDER BY id)))
        FROM connection WHERE org_id = ${tenant.orgId}::uuid) AS connections`;
  const [pulse] = rows;
  if (!pulse) throw new Error('A query without FROM gives one row.');
  return pulse;
}
