import { tracked } from '@trpc/server';
import { z } from 'zod';
import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { cancelRunInput, cancelRunOutput } from './cancel-run.schema.ts';
import { cancelRun } from './cancel-run.ts';
import { decideStepInput, runSignalled } from './decide-step.schema.ts';
import { decideStep, type RunControlDeps } from './decide-step.ts';
import { countRunsOutput, listRunsInput, listRunsOutput } from './list-runs.schema.ts';
import { countRuns, type ListRunsDeps, listRuns } from './list-runs.ts';
import { readRunInput, runView } from './read-run.schema.ts';
import { readRun } from './read-run.ts';
import { type WatchRunDeps, watchRun } from './watch-run.ts';

export type RunsDeps = ListRunsDeps & WatchRunDeps & RunControlDeps;

export const makeRunsRouter = (deps: RunsDeps) =>
  router({
    list: permissionedProcedure('run.read')
      .input(listRunsInput)
      .output(listRunsOutput)
      .query(({ ctx, input }) => listRuns(ctx.tenant, input, deps)),
    counts: permissionedProcedure('run.read')
      .output(countRunsOutput)
      .query(({ ctx }) => countRuns(ctx.tenant, deps)),
    read: permissionedProcedure('run.read')
      .input(readRunInput)
      .output(runView)
      .query(({ ctx, input }) => readRun(ctx.tenant, input, deps)),
    /** The event id is the digest: a browser that reconnects is sent nothing it has. */
    watch: permissionedProcedure('run.read')
      .input(readRunInput.extend({ lastEventId: z.string().max(64).nullish() }))
      .subscription(async function* ({ ctx, input, signal }) {
        const changes = watchRun(ctx.tenant, { runId: input.runId, lastPulse: input.lastEventId }, deps, signal);
        for await (const change of changes) yield tracked(change.pulse, change.view);
      }),
    decideStep: permissionedProcedure('run.settle')
      .input(decideStepInput)
      .output(runSignalled)
      .mutation(({ ctx, input }) => decideStep(ctx.tenant, input, deps)),
    cancel: permissionedProcedure('run.cancel')
      .input(cancelRunInput)
      .output(cancelRunOutput)
      .mutation(({ ctx, input }) => cancelRun(ctx.tenant, input, deps)),
  });
