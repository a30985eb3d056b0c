// The inbox slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { IncidentFilter } from './list-incidents.schema.ts';
import type { ListTicketsInput } from './list-tickets.schema.ts';
import { pickTriage } from './read-triage.ts';

const incidentShape = {
  client: { select: { id: true, name: true } },
  device: { select: { id: true, name: true } },
  tickets: {
    select: { externalId: true, status: true, assignee: true, connection: { select: { connector: true } } },
    orderBy: { id: 'desc' },
    take: 3,
  },
} as const satisfies Prisma.IncidentInclude;

export type IncidentRow = Prisma.IncidentGetPayload<{ include: typeof incidentShape }>;

function whereIncident(
  tenant: TenantContext,
  filter: IncidentFilter,
  except?: 'status' | 'severity' | 'clientId',
): Prisma.IncidentWhereInput {
  const use = <Key extends 'status' | 'severity' | 'clientId'>(key: Key) =>
    key !== except && filter[key] ? { [key]: filter[key] } : {};
  return {
    orgId: tenant.orgId,
    AND: [
      filter.view === 'active' && !(filter.status && except !== 'status')
        ? { status: { notIn: ['resolved', 'closed'] } }
        : {},
      use('status'),
      use('severity'),
      use('clientId'),
      filter.q
        ? {
            OR: [
              { title: { contains: filter.q, mode: 'insensitive' } },
              { device: { name: { contains: filter.q, mode: 'insensitive' } } },
              { tickets: { some: { externalId: filter.q } } },
            ],
          }
        : {},
    ],
  };
}

/** Latest activity first. */
export const findIncidents = (
  tenant: TenantContext,
  db: Db,
  filter: IncidentFilter,
  page: { after: { at: Date; id: string } | null; limit: number },
): Promise<IncidentRow[]> =>
  db.incident.findMany({
    where: {
      AND: [
        whereIncident(tenant, filter),
        page.after
          ? { OR: [{ lastAt: { lt: page.after.at } }, { lastAt: page.after.at, id: { lt: page.after.id } }] }
          : {},
      ],
    },
    include: incidentShape,
    orderBy: [{ lastAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });

/** Each facet is counted under the other filters, so a count is what a click would show. */
export async function countIncidentFacets(tenant: TenantContext, db: Db, filter: IncidentFilter) {
  const status = await db.incident.groupBy({
    by: ['status'],
    where: whereIncident(tenant, filter, 'status'),
    _count: { _all: true },
  });
  const severity = await db.incident.groupBy({
    by: ['severity'],
    where: whereIncident(tenant, filter, 'severity'),
    _count: { _all: true },
  });
  const client = await db.incident.groupBy({
    by: ['clientId'],
    where: whereIncident(tenant, filter, 'clientId'),
    _count: { _all: true },
    orderBy: { _count: { clientId: 'desc' } },
    take: 30,
  });
  const total = await db.incident.count({ where: whereIncident(tenant, filter) });
  const clients = await db.client.findMany({
    where: { orgId: tenant.orgId, id: { in: client.flatMap((group) => group.clientId ?? []) } },
    select: { id: true, name: true },
  });
  return { status, severity, client, total, clients };
}

export const findIncident = (tenant: TenantContext, db: Db, id: string): Promise<IncidentRow | null> =>
  db.incident.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } }, include: incidentShape });

/** incident -> connectors its alerts came from */
export const findAlertSources = (tenant: TenantContext, db: Db, incidentIds: string[]) =>
  db.alert.findMany({
    where: { orgId: tenant.orgId, incidentId: { in: incidentIds } },
    distinct: ['incidentId', 'connectionId'],
    select: { incidentId: true, connectionId: true },
  });

export async function findConnectionNames(tenant: TenantContext, db: Db) {
  const rows = await db.connection.findMany({
    where: { orgId: tenant.orgId },
    select: { id: true, name: true, connector: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export async function findIncidentParts(tenant: TenantContext, db: Db, incident: IncidentRow) {
  const where = { orgId: tenant.orgId, incidentId: incident.id };
  const alerts = await db.alert.findMany({ where, orderBy: { id: 'desc' }, take: 50 });
  const tickets = await db.ticket.findMany({ where, include: ticketShape, orderBy: { id: 'desc' } });
  const triage = await findTriage(tenant, db, { incidentId: incident.id });
  const evidence = await db.evidence.findMany({ where, omit: { request: true, answer: true }, orderBy: { id: 'asc' } });
  const device = await findDevice(tenant, db, incident.deviceId);
  return { alerts, tickets, triage, evidence, device };
}

/** The newest rounds are enough: older ones are history that no card shows. */
async function findTriage(tenant: TenantContext, db: Db, subject: { incidentId: string } | { ticketId: string }) {
  const rows = await db.triage.findMany({
    where: { orgId: tenant.orgId, ...subject },
    omit: { transcript: true, usage: true },
    orderBy: { id: 'desc' },
    take: 10,
  });
  const picked = pickTriage(rows);
  const playbookId = picked?.shown.playbookId;
  const playbook = playbookId
    ? await db.playbook.findUnique({
        where: { orgId_id: { orgId: tenant.orgId, id: playbookId } },
        select: { id: true, slug: true, title: true },
      })
    : null;
  return picked && { picked, playbook };
}

const findDevice = async (tenant: TenantContext, db: Db, id: string | null) =>
  id ? db.device.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } } }) : null;

const ticketShape = {
  client: { select: { id: true, name: true } },
  connection: { select: { connector: true } },
} as const satisfies Prisma.TicketInclude;
export type TicketRow = Prisma.TicketGetPayload<{ include: typeof ticketShape }>;

export const findTickets = (tenant: TenantContext, db: Db, input: ListTicketsInput): Promise<TicketRow[]> =>
  db.ticket.findMany({
    where: {
      orgId: tenant.orgId,
      AND: [
        input.cursor ? { id: { lt: input.cursor } } : {},
        input.view === 'active' ? { isClosed: false } : {},
        input.clientId ? { clientId: input.clientId } : {},
        input.q ? { OR: [{ title: { contains: input.q, mode: 'insensitive' } }, { externalId: input.q }] } : {},
      ],
    },
    include: ticketShape,
    orderBy: { id: 'desc' },
    take: input.limit + 1,
  });

export async function findTicket(tenant: TenantContext, db: Db, id: string) {
  const { orgId } = tenant;
  const ticket = await db.ticket.findUnique({
    where: { orgId_id: { orgId, id } },
    include: { ...ticketShape, incident: { select: { id: true, title: true, status: true } } },
  });
  if (!ticket) return null;
  const triage = await findTriage(tenant, db, { ticketId: ticket.id });
  return { ticket, triage, device: await findDevice(tenant, db, ticket.deviceId) };
}

/** The recorded answers with these ids, as far as this org has them. */
export const findEvidenceByIds = (tenant: TenantContext, db: Db, ids: string[]) =>
  db.evidence.findMany({
    where: { orgId: tenant.orgId, id: { in: ids } },
    omit: { request: true, answer: true },
    orderBy: { id: 'asc' },
  });

export const findEvidence = (tenant: TenantContext, db: Db, id: string) =>
  db.evidence.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } } });
