// Triage's queries: what an incident is made of, evidence, and the triage rows.
import type { Database } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { SubjectFacts, TriageSubject } from './triage-subject.ts';

export function readSubject(database: Database, tenant: TenantContext, subject: TriageSubject): Promise<SubjectFacts> {
  return subject.incidentId === undefined
    ? readTicket(database, tenant, subject.ticketId)
    : readIncident(database, tenant, subject.incidentId);
}

async function readIncident(database: Database, tenant: TenantContext, incidentId: string): Promise<SubjectFacts> {
  const { orgId } = tenant;
  const found = await database.withTenant(tenant, async (db) => {
    const incident = await db.incident.findUnique({
      where: { orgId_id: { orgId, id: incidentId } },
      include: { device: true, client: true },
    });
    const alerts = await db.alert.findMany({ where: { orgId, incidentId }, orderBy: { id: 'desc' }, take: 10 });
    const ticket = await db.ticket.findFirst({ where: { orgId, incidentId }, orderBy: { id: 'desc' } });
    return incident && { incident, alerts, ticket };
  });
  if (!found) throw notFound('incident');
  const { incident, alerts, ticket } = found;
  const [newest] = alerts;
  return {
    incidentId,
    ticketId: null,
    title: incident.title,
    kind: incident.kind,
    severity: incident.severity,
    priority: null,
    count: incident.alertCount,
    texts: alerts.map((alert) => alert.message),
    alertData: newest?.data ?? null,
    device: incident.device,
    client: incident.client && { id: incident.client.id, name: incident.client.name },
    ownTicketId: ticket?.id ?? null,
    record: newest
      ? {
          capability: 'alert.read',
          connectionId: newest.connectionId,
          title: newest.title,
          request: { alert: newest.externalId },
          answer: {
            kind: newest.kind,
            severity: newest.severity,
            title: newest.title,
            message: newest.message,
            data: newest.data as Prisma.InputJsonValue,
            raisedAt: newest.raisedAt.toISOString(),
          },
        }
      : null,
  };
}

async function readTicket(database: Database, tenant: TenantContext, ticketId: string): Promise<SubjectFacts> {
  const { orgId } = tenant;
  const found = await database.withTenant(tenant, async (db) => {
    const ticket = await db.ticket.findUnique({
      where: { orgId_id: { orgId, id: ticketId } },
      include: { client: true },
    });
    const device = ticket?.deviceId
      ? await db.device.findUnique({ where: { orgId_id: { orgId, id: ticket.deviceId } } })
      : null;
    return ticket && { ticket, device };
  });
  if (!found) throw notFound('ticket');
  const { ticket, device } = found;
  return {
    incidentId: null,
    ticketId,
    title: ticket.title,
    kind: null,
    severity: null,
    priority: ticket.priority,
    count: 1,
    texts: ticket.description ? [ticket.description] : [],
    alertData: null,
    device,
    client: ticket.client && { id: ticket.client.id, name: ticket.client.name },
    ownTicketId: ticketId,
    record: {
      capability: 'ticket.read',
      connectionId: ticket.connectionId,
      title: `Ticket #${ticket.externalId}`,
      request: { ticket: ticket.externalId },
      answer: {
        title: ticket.title,
        description: ticket.description,
        status: ticket.status,
        priority: ticket.priority,
      },
    },
  };
}

export interface NewEvidence {
  incidentId: string | null;
  connectionId?: string | null;
  capability: string;
  title: string;
  request: Prisma.InputJsonValue;
  answer: Prisma.InputJsonValue;
}

export async function recordEvidence(
  database: Database,
  tenant: TenantContext,
  evidence: NewEvidence,
): Promise<string> {
  const row = await database.withTenant(tenant, (db) =>
    db.evidence.create({ data: { orgId: tenant.orgId, ...evidence }, select: { id: true } }),
  );
  return row.id;
}

/** Which of these ids are evidence taken since this triage began, or of its incident? A model may only cite what exists. */
export async function existingEvidence(
  database: Database,
  tenant: TenantContext,
  about: { incidentId: string | null; since: Date },
  ids: string[],
): Promise<Set<string>> {
  const ofSubject = about.incidentId
    ? { incidentId: about.incidentId }
    : { incidentId: null, takenAt: { gte: about.since } };
  const rows = await database.withTenant(tenant, (db) =>
    db.evidence.findMany({ where: { orgId: tenant.orgId, id: { in: ids }, ...ofSubject }, select: { id: true } }),
  );
  return new Set(rows.map((row) => row.id));
}

export type TriageData = Omit<Prisma.TriageUncheckedCreateInput, 'orgId' | 'id'>;

export async function saveTriage(database: Database, tenant: TenantContext, triage: TriageData): Promise<string> {
  const row = await database.withTenant(tenant, (db) =>
    db.triage.create({ data: { orgId: tenant.orgId, ...triage }, select: { id: true } }),
  );
  return row.id;
}

export function listThinking(database: Database): Promise<{ org_id: string; id: string }[]> {
  return database.sqlWithoutTenant((sql) => sql.query('SELECT org_id, id FROM thinking_triages()'));
}

/** Takes a thinking triage for one model call; null when somebody else has it. */
export function leaseThinking(database: Database, tenant: TenantContext, id: string, leaseMs: number) {
  return database.withTenant(tenant, async (db) => {
    const taken = await db.triage.updateMany({
      where: {
        orgId: tenant.orgId,
        id,
        state: 'thinking',
        OR: [{ leasedTill: null }, { leasedTill: { lte: new Date() } }],
      },
      data: { leasedTill: new Date(Date.now() + leaseMs) },
    });
    return taken.count === 1 ? db.triage.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } } }) : null;
  });
}

export async function updateTriage(
  database: Database,
  tenant: TenantContext,
  id: string,
  data: Prisma.TriageUncheckedUpdateInput,
): Promise<void> {
  await database.withTenant(tenant, (db) =>
    db.triage.update({ where: { orgId_id: { orgId: tenant.orgId, id } }, data }),
  );
}
