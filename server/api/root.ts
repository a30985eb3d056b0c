// The API's table of contents: one router per feature, each given its deps.
import { makeAccountsRouter } from '#server/features/accounts/accounts.router.ts';
import { makeApprovalsRouter } from '#server/features/approvals/approvals.router.ts';
import { makeAuditRouter } from '#server/features/audit/audit.router.ts';
import { makeConnectionsRouter } from '#server/features/connections/connections.router.ts';
import { makeDevicesRouter } from '#server/features/devices/devices.router.ts';
import { makeIdentityRouter } from '#server/features/identity/identity.router.ts';
import { makeInboxRouter } from '#server/features/inbox/inbox.router.ts';
import { makeMappingRouter } from '#server/features/mapping/mapping.router.ts';
import { makeOverviewRouter } from '#server/features/overview/overview.router.ts';
import { makePeopleRouter } from '#server/features/people/people.router.ts';
import { makePlaybooksRouter } from '#server/features/playbooks/playbooks.router.ts';
import { makeRunsRouter } from '#server/features/runs/runs.router.ts';
import { makeScriptsRouter } from '#server/features/scripts/scripts.router.ts';
import { makeSealsRouter } from '#server/features/seals/seals.router.ts';
import { makeServiceLevelsRouter } from '#server/features/service-levels/service-levels.router.ts';
import { createCallerFactory, router } from '#server/platform/trpc.ts';
import type { AppDeps } from './app-deps.ts';

export const makeAppRouter = (deps: AppDeps) =>
  router({
    accounts: makeAccountsRouter(deps.accounts),
    approvals: makeApprovalsRouter(deps.approvals),
    audit: makeAuditRouter(deps.audit),
    connections: makeConnectionsRouter(deps.connections),
    devices: makeDevicesRouter(deps.devices),
    identity: makeIdentityRouter(deps.identity),
    inbox: makeInboxRouter(deps.inbox),
    mapping: makeMappingRouter(deps.mapping),
    overview: makeOverviewRouter(deps.overview),
    people: makePeopleRouter(deps.people),
    playbooks: makePlaybooksRouter(deps.playbooks),
    runs: makeRunsRouter(deps.runs),
    seals: makeSealsRouter(deps.seals),
    serviceLevels: makeServiceLevelsRouter(deps.serviceLevels),
    scripts: makeScriptsRouter(deps.scripts),
  });

export type AppRouter = ReturnType<typeof makeAppRouter>;
export const makeCaller = (deps: AppDeps) => createCallerFactory(makeAppRouter(deps));
