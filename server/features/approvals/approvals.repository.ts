// The approvals slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ListApprovalsInput } from './list-approvals.schema.ts';

const decided = ['approved', 'denied', 'expired', 'withdrawn'] as const;

export const findApprovals = (tenant: TenantContext, db: Db, input: ListApprovalsInput, now: Date) =>
  db.approval.findMany({
    where: {
      orgId: tenant.orgId,
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      ...(input.view === 'pending' ? { status: 'pending', expiresAt: { gt: now } } : {}),
      ...(input.view === 'decided'
        ? { OR: [{ status: { in: [...decided] } }, { status: 'pending', expiresAt: { lte: now } }] }
        : {}),
    },
    orderBy: { id: 'desc' },
    take: input.limit + 1,
  });

export const countPending = (tenant: TenantContext, db: Db, now: Date) =>
  db.approval.count({ where: { orgId: tenant.orgId, status: 'pending', expiresAt: { gt: now } } });

export const findApproval = (tenant: TenantContext, db: Db, id: string) =>
  db.approval.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } } });
export type ApprovalRow = NonNullable<Awaited<ReturnType<typeof findApproval>>>;

export const findApprovalRuns = (tenant: TenantContext, db: Db, runIds: string[]) =>
  db.run.findMany({ where: { orgId: tenant.orgId, id: { in: runIds } } });

/** Decides only what is still pending, not expired and exactly the plan that was seen. False = somebody was faster. */
export async function settleApproval(
  tenant: TenantContext,
  db: Db,
  decision: { id: string; planHash: string; status: 'approved' | 'denied'; comment: string; now: Date },
): Promise<boolean> {
  const { count } = await db.approval.updateMany({
    where: {
      orgId: tenant.orgId,
      id: decision.id,
      planHash: decision.planHash,
      status: 'pending',
      expiresAt: { gt: decision.now },
    },
    data: {
      status: decision.status,
      decidedBy: tenant.actor,
      decidedAt: decision.now,
      comment: decision.comment || null,
    },
  });
  return count === 1;
}

/** What our own tables say about the place the plan would touch. */
export async function findFacts(
  tenant: TenantContext,
  db: Db,
  run: { deviceId: string | null; clientId: string | null; incidentId: string | null; playbookVersionId: string },
) {
  const { orgId } = tenant;
  const at = (id: string | null) => ({ orgId_id: { orgId, id: id ?? '' } });
  return {
    device: run.deviceId ? await db.device.findUnique({ where: at(run.deviceId) }) : null,
    client: run.clientId ? await db.client.findUnique({ where: at(run.clientId) }) : null,
    incident: run.incidentId ? await db.incident.findUnique({ where: at(run.incidentId) }) : null,
    version: await db.playbookVersion.findUnique({ where: at(run.playbookVersionId), select: { source: true } }),
    openOnDevice: run.deviceId
      ? await db.incident.count({ where: { orgId, deviceId: run.deviceId, status: { notIn: ['resolved', 'closed'] } } })
      : 0,
  };
}
