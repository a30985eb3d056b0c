import { z } from 'zod';
import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { listEngineers, type PeopleDeps, updateEngineer } from './manage-engineers.ts';
import { engineerView, updateEngineerInput } from './people.schema.ts';

export const makePeopleRouter = (deps: PeopleDeps) =>
  router({
    list: permissionedProcedure('member.read')
      .output(z.array(engineerView))
      .query(({ ctx }) => listEngineers(ctx.tenant, deps)),
    update: permissionedProcedure('client.edit')
      .input(updateEngineerInput)
      .output(z.object({ updated: z.boolean() }))
      .mutation(({ ctx, input }) => updateEngineer(ctx.tenant, input, deps)),
  });
