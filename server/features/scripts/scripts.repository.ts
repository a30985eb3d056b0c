// The scripts that an org's playbooks carry.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export const findConnection = (tenant: TenantContext, db: Db, id: string) =>
  db.connection.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } }, select: { id: true, name: true } });

export interface InstalledPlaybook {
  slug: string;
  title: string;
  isEnabled: boolean;
  source: string;
  scripts: unknown;
}

/** Live versions only: an earlier one is run by nobody. */
export async function findInstalled(tenant: TenantContext, db: Db, slug?: string): Promise<InstalledPlaybook[]> {
  const playbooks = await db.playbook.findMany({
    where: { orgId: tenant.orgId, liveVersionId: { not: null }, ...(slug === undefined ? {} : { slug }) },
    select: { slug: true, title: true, enabled: true, liveVersionId: true },
    orderBy: { slug: 'asc' },
    take: 500,
  });
  const versions = await db.playbookVersion.findMany({
    where: { orgId: tenant.orgId, id: { in: playbooks.flatMap(({ liveVersionId }) => liveVersionId ?? []) } },
    select: { id: true, source: true, scripts: true },
  });
  return playbooks.flatMap(({ slug: ownSlug, title, enabled, liveVersionId }) => {
    const version = versions.find(({ id }) => id === liveVersionId);
    if (!version) return [];
    return [{ slug: ownSlug, title, isEnabled: enabled, source: version.source, scripts: version.scripts }];
  });
}
