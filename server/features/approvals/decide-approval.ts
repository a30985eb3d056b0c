// A person says yes or no to one exact plan. The decision, the signal that wakes the run and the audit entry are one
// transaction: there is no yes that nobody heard.
import { sqlOfPrisma } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { refusalOf } from './approvals.policy.ts';
import { findApproval, settleApproval } from './approvals.repository.ts';
import type { DecideApprovalInput } from './decide-approval.schema.ts';
import type { ApprovalsDeps } from './list-approvals.ts';

export const approvalTopic = (approvalId: string): string => `approval:${approvalId}`;

export const decideApproval = (tenant: TenantContext, input: DecideApprovalInput, deps: ApprovalsDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const approval = await findApproval(tenant, db, input.approvalId);
    if (!approval) throw notFound('approval');
    const now = deps.now();
    const refusal = refusalOf(tenant, approval, now);
    if (refusal) throw new AppError(approval.status === 'pending' ? 'FORBIDDEN' : 'CONFLICT', { message: refusal });
    if (approval.planHash !== input.planHash) {
      throw new AppError('CONFLICT', { message: 'The plan changed since you opened this page. Read it again first.' });
    }
    const status = input.decision === 'approve' ? 'approved' : 'denied';
    const isSettled = await settleApproval(tenant, db, {
      id: approval.id,
      planHash: input.planHash,
      status,
      comment: input.comment,
      now,
    });
    if (!isSettled) throw new AppError('CONFLICT', { message: 'Somebody else decided this a moment ago.' });
    await deps.runtime.signal(
      sqlOfPrisma(db),
      { orgId: tenant.orgId, runId: approval.runId },
      {
        topic: approvalTopic(approval.id),
        key: approval.id,
        payload: { approvalId: approval.id, status, by: tenant.actor, comment: input.comment },
      },
    );
    await writeAudit(tenant, db, {
      action: 'decide-approval',
      targetKind: 'approval',
      targetId: approval.id,
      why: input.comment || null,
      detail: { decision: input.decision, planHash: input.planHash, runId: approval.runId },
    });
    return { status } as const;
  });
