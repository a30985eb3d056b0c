import { z } from 'zod';
import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { listServiceLevels, removeServiceLevel, saveServiceLevel } from './manage-service-levels.ts';
import {
  clocksOfInput,
  clocksOfOutput,
  listClocksInput,
  listClocksOutput,
  readClockInput,
  readClockOutput,
  removeServiceLevelInput,
  savedServiceLevel,
  saveServiceLevelInput,
} from './service-level.schema.ts';
import { listClocks, readTicketClock, readTicketClocks, type ServiceLevelsDeps } from './ticket-clocks.ts';

export const makeServiceLevelsRouter = (deps: ServiceLevelsDeps) =>
  router({
    list: permissionedProcedure('client.read')
      .output(z.array(savedServiceLevel))
      .query(({ ctx }) => listServiceLevels(ctx.tenant, deps)),
    save: permissionedProcedure('org.update')
      .input(saveServiceLevelInput)
      .output(z.object({ serviceLevelId: z.uuid() }))
      .mutation(({ ctx, input }) => saveServiceLevel(ctx.tenant, input, deps)),
    remove: permissionedProcedure('org.update')
      .input(removeServiceLevelInput)
      .output(z.object({ removed: z.boolean() }))
      .mutation(({ ctx, input }) => removeServiceLevel(ctx.tenant, input, deps)),
    clocks: permissionedProcedure('inbox.read')
      .input(listClocksInput)
      .output(listClocksOutput)
      .query(({ ctx, input }) => listClocks(ctx.tenant, input, deps)),
    clockOf: permissionedProcedure('inbox.read')
      .input(readClockInput)
      .output(readClockOutput)
      .query(({ ctx, input }) => readTicketClock(ctx.tenant, input, deps)),
    clocksOf: permissionedProcedure('inbox.read')
      .input(clocksOfInput)
      .output(clocksOfOutput)
      .query(({ ctx, input }) => readTicketClocks(ctx.tenant, input, deps)),
  });
