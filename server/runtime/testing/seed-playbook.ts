// The least that a run refers to: an org with one playbook version.
import type { Database } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';

export interface SeededPlaybook {
  orgId: string;
  playbookId: string;
  versionId: string;
  contentHash: string;
}

export async function seedPlaybook(
  database: Database,
  source = 'kind: Playbook',
  contentHash = 'hash',
): Promise<SeededPlaybook> {
  const [orgId, playbookId, versionId] = [newId(), newId(), newId()];
  await database.withTenant({ orgId }, async (db) => {
    await db.org.create({ data: { id: orgId, slug: `t-${orgId}`, name: 'Test MSP' } });
    await db.playbook.create({
      data: { orgId, id: playbookId, slug: 'try', title: 'Try', summary: '', category: 'self-healing' },
    });
    await db.playbookVersion.create({
      data: { orgId, id: versionId, playbookId, version: '1.0.0', contentHash, source },
    });
  });
  return { orgId, playbookId, versionId, contentHash };
}
