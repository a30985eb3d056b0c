import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { listPlaybooksOutput } from './list-playbooks.schema.ts';
import { listPlaybooks, type PlaybooksDeps } from './list-playbooks.ts';
import { playbookView, readPlaybookInput } from './read-playbook.schema.ts';
import { readPlaybook } from './read-playbook.ts';

export const makePlaybooksRouter = (deps: PlaybooksDeps) =>
  router({
    list: permissionedProcedure('playbook.read')
      .output(listPlaybooksOutput)
      .query(({ ctx }) => listPlaybooks(ctx.tenant, deps)),
    read: permissionedProcedure('playbook.read')
      .input(readPlaybookInput)
      .output(playbookView)
      .query(({ ctx, input }) => readPlaybook(ctx.tenant, input, deps)),
  });
