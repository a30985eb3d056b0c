import { z } from 'zod';
import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { listSeals } from './list-seals.ts';
import { openSeal, type SealsDeps } from './open-seal.ts';
import { listSealsInput, openSealInput, openSealOutput, sealView } from './seals.schema.ts';

export const makeSealsRouter = (deps: SealsDeps) =>
  router({
    list: permissionedProcedure('run.read')
      .input(listSealsInput)
      .output(z.array(sealView))
      .query(({ ctx, input }) => listSeals(ctx.tenant, input, deps)),
    open: permissionedProcedure('seal.open')
      .input(openSealInput)
      .output(openSealOutput)
      .mutation(({ ctx, input }) => openSeal(ctx.tenant, input, deps)),
  });
