import { permissionedProcedure, router } from '#server/platform/trpc.ts';
import { overviewView } from './read-overview.schema.ts';
import { type OverviewDeps, readOverview } from './read-overview.ts';
import { type WatchOrgDeps, watchOrg } from './watch-org.ts';

export const makeOverviewRouter = (deps: OverviewDeps & WatchOrgDeps) =>
  router({
    read: permissionedProcedure('overview.read')
      .output(overviewView)
      .query(({ ctx }) => readOverview(ctx.tenant, deps)),
    watch: permissionedProcedure('overview.read').subscription(({ ctx, signal }) => watchOrg(ctx.tenant, deps, signal)),
  });
