import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { listAuditActionsOutput, listAuditInput, listAuditOutput } from './list-audit.schema.ts';
import { type AuditDeps, listAudit, listAuditActions } from './list-audit.ts';

export const makeAuditRouter = (deps: AuditDeps) =>
  router({
    list: permissionedProcedure('audit.read')
      .input(listAuditInput)
      .output(listAuditOutput)
      .query(({ ctx, input }) => listAudit(ctx.tenant, input, deps)),
    actions: permissionedProcedure('audit.read')
      .output(listAuditActionsOutput)
      .query(({ ctx }) => listAuditActions(ctx.tenant, deps)),
  });
