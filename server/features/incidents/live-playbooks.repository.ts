// The playbooks that may start by themselves: enabled, each in its live version.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

export interface LivePlaybook {
  id: string;
  slug: string;
  title: string;
  versionId: string;
  contentHash: string;
  source: string;
}

export async function findLivePlaybooks(tenant: TenantContext, sql: Sql): Promise<LivePlaybook[]> {
  const rows = await sql.query<{
    id: string;
    slug: string;
    title: string;
    version_id: string;
    content_hash: string;
    source: string;
  }>(
    `SELECT p.id, p.slug, p.title, v.id AS version_id, v.content_hash, v.source
     FROM playbook p JOIN playbook_version v ON v.org_id = p.org_id AND v.id = p.live_version_id
     WHERE p.org_id = $1 AND p.enabled ORDER BY p.slug`,
    [tenant.orgId],
  );
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    title: row.title,
    versionId: row.version_id,
    contentHash: row.content_hash,
    source: row.source,
  }));
}
