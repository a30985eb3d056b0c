import type { CapabilityCatalog } from '#server/engine/ports/capabilities.ts';
import type { Database } from '#server/platform/db/database.ts';
import { idAt } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { PlaybookSummary } from './list-playbooks.schema.ts';
import { countPlaybookRuns, findPlaybooks, type PlaybookRow, type RunCounts } from './playbooks.repository.ts';

export interface PlaybooksDeps {
  database: Database;
  catalog: CapabilityCatalog;
  now: () => Date;
}

export const listPlaybooks = (tenant: TenantContext, deps: PlaybooksDeps): Promise<PlaybookSummary[]> =>
  deps.database.withTenant(tenant, async (db) => {
    const counts = await countPlaybookRuns(tenant, db, thirtyDaysAgo(deps.now()));
    const rows = await findPlaybooks(tenant, db);
    return rows.map((row) => summarizePlaybook(row, counts));
  });

export const thirtyDaysAgo = (now: Date): string => idAt(new Date(now.getTime() - 30 * 86_400_000));

export function summarizePlaybook(row: PlaybookRow, counts: RunCounts): PlaybookSummary {
  const own = counts.filter((count) => count.playbookId === row.id);
  const sum = (...statuses: string[]) =>
    own
      .filter((count) => statuses.length === 0 || statuses.includes(count.status))
      .reduce((total, count) => total + count._count._all, 0);
  const lastRuns = own.flatMap((count) => count._max.createdAt ?? []);
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    summary: row.summary,
    category: row.category,
    enabled: row.enabled,
    version: row.versions.find((version) => version.id === row.liveVersionId)?.version ?? null,
    runs: { total: sum(), succeeded: sum('succeeded'), escalated: sum('escalated'), failed: sum('failed', 'unknown') },
    lastRunAt: lastRuns.sort((a, b) => b.getTime() - a.getTime())[0] ?? null,
  };
}
