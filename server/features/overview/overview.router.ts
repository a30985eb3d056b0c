import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { overviewView } from './read-overview.schema.ts';
import { type OverviewDeps, readOverview } from './read-overview.ts';

export const makeOverviewRouter = (deps: OverviewDeps) =>
  router({
    read: permissionedProcedure('overview.read')
      .output(overviewView)
      .query(({ ctx }) => readOverview(ctx.tenant, deps)),
  });
