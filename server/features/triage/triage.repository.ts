// Triage's queries: what an incident is made of, evidence, and the triage rows.
import type { Database } from '#server/platform/db/database.ts';
import type { Prisma } from '#server/platform/db/generated/client.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export async function readIncident(database: Database, tenant: TenantContext, incidentId: string) {
  const found = await database.withTenant(tenant, async (db) => {
    const incident = await db.incident.findUnique({
      where: { orgId_id: { orgId: tenant.orgId, id: incidentId } },
      include: { device: true, client: true },
    });
    const alerts = await db.alert.findMany({
      where: { orgId: tenant.orgId, incidentId },
      orderBy: { id: 'desc' },
      take: 10,
    });
    const ticket = await db.ticket.findFirst({ where: { orgId: tenant.orgId, incidentId }, orderBy: { id: 'desc' } });
    return incident && { incident, alerts, ticket };
  });
  if (!found) throw notFound('incident');
  return found;
}

export interface NewEvidence {
  incidentId: string;
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

/** Which of these ids are evidence of this incident? A model may only cite what exists. */
export async function existingEvidence(
  database: Database,
  tenant: TenantContext,
  incidentId: string,
  ids: string[],
): Promise<Set<string>> {
  const rows = await database.withTenant(tenant, (db) =>
    db.evidence.findMany({ where: { orgId: tenant.orgId, incidentId, id: { in: ids } }, select: { id: true } }),
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
