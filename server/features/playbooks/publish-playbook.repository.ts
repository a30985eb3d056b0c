// Writing playbooks and their versions. A version's row is inserted once; the application has no right to change it.
import type { Playbook } from '#server/engine/engine.ts';
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';

type Head = Playbook['head'];
export type StoredScripts = Record<string, { file: string; sha256: string; text: string }>;

export interface SavedVersion {
  playbookId: string;
  versionId: string;
  contentHash: string;
  isNew: boolean;
}

/** Gives the version that is there; the caller compares the hashes. */
export async function saveVersion(
  tenant: TenantContext,
  db: Db,
  row: { head: Head; contentHash: string; source: string; scripts: StoredScripts },
): Promise<SavedVersion> {
  const { orgId } = tenant;
  const { name: slug, title, summary, category, version } = row.head;
  // insert-or-ignore, then read: two publications at once must both find the row
  await db.playbook.createMany({
    data: { orgId, id: newId(), slug, title, summary, category },
    skipDuplicates: true,
  });
  const playbook = await db.playbook.findUniqueOrThrow({ where: { orgId_slug: { orgId, slug } } });
  const key = { orgId, playbookId: playbook.id, version };
  const { count } = await db.playbookVersion.createMany({
    data: { ...key, id: newId(), contentHash: row.contentHash, source: row.source, scripts: row.scripts },
    skipDuplicates: true,
  });
  const saved = await db.playbookVersion.findUniqueOrThrow({ where: { orgId_playbookId_version: key } });
  return { playbookId: playbook.id, versionId: saved.id, contentHash: saved.contentHash, isNew: count > 0 };
}

export const setLiveVersion = (
  tenant: TenantContext,
  db: Db,
  live: { playbookId: string; versionId: string; head: Head },
) =>
  db.playbook.update({
    where: { orgId_id: { orgId: tenant.orgId, id: live.playbookId } },
    data: {
      liveVersionId: live.versionId,
      title: live.head.title,
      summary: live.head.summary,
      category: live.head.category,
    },
  });
