// What the API needs to be given; `server/composition.ts` gives it. One entry per feature, named like its folder.
import type { AccountsDeps } from '#server/features/accounts/public.ts';
import type { ApprovalsDeps } from '#server/features/approvals/list-approvals.ts';
import type { AuditDeps } from '#server/features/audit/list-audit.ts';
import type { ConnectionsDeps } from '#server/features/connections/connections-deps.ts';
import type { DevicesDeps } from '#server/features/devices/list-devices.ts';
import type { IdentityDeps } from '#server/features/identity/identity-deps.ts';
import type { InboxDeps } from '#server/features/inbox/list-incidents.ts';
import type { MappingDeps } from '#server/features/mapping/mapping-deps.ts';
import type { OverviewDeps } from '#server/features/overview/read-overview.ts';
import type { WatchOrgDeps } from '#server/features/overview/watch-org.ts';
import type { PeopleDeps } from '#server/features/people/manage-engineers.ts';
import type { PlaybooksDeps } from '#server/features/playbooks/list-playbooks.ts';
import type { RunsDeps } from '#server/features/runs/runs.router.ts';
import type { ScriptsDeps } from '#server/features/scripts/scripts-deps.ts';
import type { SealsDeps } from '#server/features/seals/public.ts';
import type { ServiceLevelsDeps } from '#server/features/service-levels/ticket-clocks.ts';

export interface AuthSettings {
  /** signs sessions; 256 bits */
  secret: string;
  /** by which browsers reach us; decides whether cookies are https-only */
  publicUrl: string | undefined;
  oidc: { issuer: string; clientId: string; clientSecret: string } | null;
}

export interface ApiLog {
  error(fields: Record<string, unknown>, message: string): void;
}

export interface AppDeps {
  auth: AuthSettings;
  log: ApiLog;
  /** @throws when the database does not answer */
  checkDatabase(): Promise<void>;
  accounts: AccountsDeps;
  approvals: ApprovalsDeps;
  audit: AuditDeps;
  connections: ConnectionsDeps;
  devices: DevicesDeps;
  identity: IdentityDeps;
  inbox: InboxDeps;
  mapping: MappingDeps;
  overview: OverviewDeps & WatchOrgDeps;
  people: PeopleDeps;
  playbooks: PlaybooksDeps;
  runs: RunsDeps;
  scripts: ScriptsDeps;
  seals: SealsDeps;
  serviceLevels: ServiceLevelsDeps;
}
