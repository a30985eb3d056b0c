import type { z } from 'zod';
import type { DurableRuntime } from '#server/engine/ports/durable-runtime.ts';
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { nameActors } from '../audit/public.ts';
import { findRunNames, summarizeRun } from '../runs/public.ts';
import { countPending, findApprovalRuns, findApprovals } from './approvals.repository.ts';
import type { ListApprovalsInput, listApprovalsOutput } from './list-approvals.schema.ts';
import { summarizeApproval } from './summarize-approval.ts';

export interface ApprovalsDeps {
  database: Database;
  runtime: Pick<DurableRuntime, 'signal'>;
  now: () => Date;
}

export const listApprovals = (tenant: TenantContext, input: ListApprovalsInput, deps: ApprovalsDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof listApprovalsOutput>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const now = deps.now();
    const rows = await findApprovals(tenant, db, input, now);
    const runs = await findApprovalRuns(
      tenant,
      db,
      rows.map((row) => row.runId),
    );
    const names = await findRunNames(tenant, db, runs);
    const nameOf = await nameActors(
      tenant,
      db,
      rows.map((row) => row.decidedBy),
    );
    const approvals = rows.map((row) => {
      const run = runs.find((candidate) => candidate.id === row.runId);
      return summarizeApproval(row, run && summarizeRun(run, names), nameOf, now);
    });
    return cutPage(approvals, input.limit, (approval) => approval.id);
  });

export const countPendingApprovals = (tenant: TenantContext, deps: ApprovalsDeps) =>
  deps.database.withTenant(tenant, async (db) => ({ pending: await countPending(tenant, db, deps.now()) }));
