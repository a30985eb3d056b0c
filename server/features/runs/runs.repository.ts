// The runs slice's only queries. Run tables are partitioned by time, so they carry no relations: names are looked up
// by the ids that a page shows.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ListRunsInput } from './list-runs.schema.ts';

export const findRuns = (tenant: TenantContext, db: Db, input: ListRunsInput) =>
  db.run.findMany({
    where: {
      orgId: tenant.orgId,
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      ...(input.status ? { status: input.status } : {}),
      ...(input.playbookId ? { playbookId: input.playbookId } : {}),
      ...(input.incidentId ? { incidentId: input.incidentId } : {}),
      ...(input.ticketId ? { ticketId: input.ticketId } : {}),
      ...(input.deviceId ? { deviceId: input.deviceId } : {}),
      ...(input.clientId ? { clientId: input.clientId } : {}),
    },
    orderBy: { id: 'desc' },
    take: input.limit + 1,
  });

export const findRun = (tenant: TenantContext, db: Db, runId: string) =>
  db.run.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id: runId } } });

export type RunRow = NonNullable<Awaited<ReturnType<typeof findRun>>>;

export const countRunsByStatus = (tenant: TenantContext, db: Db, sinceId: string) =>
  db.run.groupBy({ by: ['status'], where: { orgId: tenant.orgId, id: { gte: sinceId } }, _count: { _all: true } });

/** Names for the ids in these rows, in three queries whatever their number. */
export async function findRunNames(tenant: TenantContext, db: Db, rows: RunRow[]) {
  const { orgId } = tenant;
  const ids = (pick: (row: RunRow) => string | null) => [...new Set(rows.flatMap((row) => pick(row) ?? []))];
  const versions = await db.playbookVersion.findMany({
    where: { orgId, id: { in: ids((row) => row.playbookVersionId) } },
    select: { id: true, version: true, playbook: { select: { id: true, slug: true, title: true } } },
  });
  const clients = await db.client.findMany({
    where: { orgId, id: { in: ids((row) => row.clientId) } },
    select: { id: true, name: true },
  });
  const devices = await db.device.findMany({
    where: { orgId, id: { in: ids((row) => row.deviceId) } },
    select: { id: true, name: true },
  });
  return {
    versions: new Map(versions.map((version) => [version.id, version])),
    clients: new Map(clients.map((client) => [client.id, client])),
    devices: new Map(devices.map((device) => [device.id, device])),
  };
}
export type RunNames = Awaited<ReturnType<typeof findRunNames>>;

export async function findRunParts(tenant: TenantContext, db: Db, run: RunRow) {
  const where = { orgId: tenant.orgId, runId: run.id };
  const steps = await db.runStep.findMany({ where, orderBy: [{ position: 'asc' }, { startedAt: 'asc' }] });
  const intents = await db.intent.findMany({ where, orderBy: { createdAt: 'asc' } });
  const wait = await db.runWait.findUnique({ where: { orgId_runId: where } });
  const approvals = await db.approval.findMany({ where, orderBy: { id: 'asc' } });
  const evidence = await db.evidence.findMany({
    where: { orgId: tenant.orgId, OR: [{ runId: run.id }, { id: { in: steps.flatMap((step) => step.evidence) } }] },
    select: { id: true, title: true, capability: true, takenAt: true },
    orderBy: { id: 'asc' },
    take: 200,
  });
  const incident = run.incidentId
    ? await db.incident.findUnique({
        where: { orgId_id: { orgId: tenant.orgId, id: run.incidentId } },
        select: { title: true },
      })
    : null;
  return { steps, intents, wait, approvals, evidence, incident };
}

/** A digest of everything the run page shows: unchanged digest, nothing to send. One cheap query. */
export async function readRunPulse(tenant: TenantContext, db: Db, runId: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ pulse: string }[]>`
    SELECT md5(concat_ws('|', r.status, r.seq, r.outcome, r.cancel_requested_by,
      (SELECT string_agg(concat_ws(',', s.path, s.status, s.attempt, s.summary, s.finished_at, cardinality(s.evidence)), ';' ORDER BY s.path)
         FROM run_step s WHERE s.org_id = r.org_id AND s.run_id = r.id),
      (SELECT string_agg(concat_ws(',', i.path, i.attempt, i.outcome), ';' ORDER BY i.path, i.attempt)
         FROM intent i WHERE i.org_id = r.org_id AND i.run_id = r.id),
      (SELECT concat_ws(',', w.path, w.reason, w.wake_at, w.seq)
         FROM run_wait w WHERE w.org_id = r.org_id AND w.run_id = r.id),
      (SELECT string_agg(concat_ws(',', a.id, a.status), ';' ORDER BY a.id)
         FROM approval a WHERE a.org_id = r.org_id AND a.run_id = r.id))) AS pulse
    FROM run r WHERE r.org_id = ${tenant.orgId}::uuid AND r.id = ${runId}::uuid`;
  return rows[0]?.pulse ?? null;
}

export const findDecisionWait = (tenant: TenantContext, db: Db, runId: string) =>
  db.runWait.findUnique({ where: { orgId_runId: { orgId: tenant.orgId, runId } } });

export const findStep = (tenant: TenantContext, db: Db, runId: string, path: string) =>
  db.runStep.findUnique({ where: { orgId_runId_path: { orgId: tenant.orgId, runId, path } } });
