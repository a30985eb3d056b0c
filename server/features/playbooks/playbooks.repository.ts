// The playbooks slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

const versionShape = { id: true, version: true, contentHash: true, createdAt: true } as const;

export const findPlaybooks = (tenant: TenantContext, db: Db) =>
  db.playbook.findMany({
    where: { orgId: tenant.orgId },
    include: { versions: { select: versionShape, orderBy: { id: 'desc' } } },
    orderBy: [{ enabled: 'desc' }, { title: 'asc' }],
    take: 500,
  });
export type PlaybookRow = Awaited<ReturnType<typeof findPlaybooks>>[number];

export const findPlaybook = (tenant: TenantContext, db: Db, slug: string): Promise<PlaybookRow | null> =>
  db.playbook.findUnique({
    where: { orgId_slug: { orgId: tenant.orgId, slug } },
    include: { versions: { select: versionShape, orderBy: { id: 'desc' } } },
  });

export const findVersion = (tenant: TenantContext, db: Db, id: string) =>
  db.playbookVersion.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } } });

export const countPlaybookRuns = (tenant: TenantContext, db: Db, sinceId: string) =>
  db.run.groupBy({
    by: ['playbookId', 'status'],
    where: { orgId: tenant.orgId, id: { gte: sinceId } },
    _count: { _all: true },
    _max: { createdAt: true },
  });
export type RunCounts = Awaited<ReturnType<typeof countPlaybookRuns>>;
