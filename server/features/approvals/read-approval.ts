import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { nameActors } from '../audit/public.ts';
import { findRunNames, summarizeRun } from '../runs/public.ts';
import { refusalOf } from './approvals.policy.ts';
import { findApproval, findApprovalRuns, findFacts } from './approvals.repository.ts';
import { computeFacts } from './compute-facts.ts';
import type { ApprovalsDeps } from './list-approvals.ts';
import type { ApprovalView } from './read-approval.schema.ts';
import { readPlan, summarizeApproval } from './summarize-approval.ts';

export const readApproval = (
  tenant: TenantContext,
  input: { approvalId: string },
  deps: ApprovalsDeps,
): Promise<ApprovalView> =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findApproval(tenant, db, input.approvalId);
    if (!row) throw notFound('approval');
    const now = deps.now();
    const [run] = await findApprovalRuns(tenant, db, [row.runId]);
    const names = await findRunNames(tenant, db, run ? [run] : []);
    const rows = run ? await findFacts(tenant, db, run) : null;
    const nameOf = await nameActors(tenant, db, [row.decidedBy, row.requestedBy]);
    const plan = readPlan(row);
    return {
      ...summarizeApproval(row, run && summarizeRun(run, names), nameOf, now),
      path: row.path,
      planHash: row.planHash,
      plan,
      requestedBy: nameOf(row.requestedBy),
      comment: row.comment,
      facts: rows ? computeFacts(plan, rows) : [],
      incident: rows?.incident ? { id: rows.incident.id, title: rows.incident.title } : null,
      refusal: refusalOf(tenant, row, now),
    };
  });
