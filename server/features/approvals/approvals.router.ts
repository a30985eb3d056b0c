import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { decideApprovalInput, decideApprovalOutput } from './decide-approval.schema.ts';
import { decideApproval } from './decide-approval.ts';
import { countPendingOutput, listApprovalsInput, listApprovalsOutput } from './list-approvals.schema.ts';
import { type ApprovalsDeps, countPendingApprovals, listApprovals } from './list-approvals.ts';
import { approvalView, readApprovalInput } from './read-approval.schema.ts';
import { readApproval } from './read-approval.ts';

export const makeApprovalsRouter = (deps: ApprovalsDeps) =>
  router({
    list: permissionedProcedure('approval.read')
      .input(listApprovalsInput)
      .output(listApprovalsOutput)
      .query(({ ctx, input }) => listApprovals(ctx.tenant, input, deps)),
    pending: permissionedProcedure('approval.read')
      .output(countPendingOutput)
      .query(({ ctx }) => countPendingApprovals(ctx.tenant, deps)),
    read: permissionedProcedure('approval.read')
      .input(readApprovalInput)
      .output(approvalView)
      .query(({ ctx, input }) => readApproval(ctx.tenant, input, deps)),
    /** A mutation only: a link that is merely opened decides nothing. */
    decide: permissionedProcedure('approval.decide')
      .input(decideApprovalInput)
      .output(decideApprovalOutput)
      .mutation(({ ctx, input }) => decideApproval(ctx.tenant, input, deps)),
  });
