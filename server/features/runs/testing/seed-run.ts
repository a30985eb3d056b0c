// A run of a fresh org as the runtime leaves it behind while it waits; for tests of what the console shows and does.
import type { Database } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type SeededPlaybook, seedPlaybook } from '#server/runtime/testing/seed-playbook.ts';
import type { RunStatus } from '../list-runs.schema.ts';

export interface SeededRun {
  tenant: TenantContext;
  runId: string;
  playbook: SeededPlaybook;
}

export async function seedRun(
  database: Database,
  run: { status?: RunStatus; playbook?: SeededPlaybook } = {},
): Promise<SeededRun> {
  const playbook = run.playbook ?? (await seedPlaybook(database));
  const runId = newId();
  const { orgId } = playbook;
  await database.withTenant({ orgId }, (db) =>
    db.run.create({
      data: {
        orgId,
        id: runId,
        playbookId: playbook.playbookId,
        playbookVersionId: playbook.versionId,
        contentHash: playbook.contentHash,
        eventKey: runId,
        status: run.status ?? 'waiting',
        facts: {},
        startedBy: 'system:test',
        deadlineAt: new Date(Date.now() + 86_400_000),
      },
    }),
  );
  return { tenant: { orgId, actor: `user:${newId()}`, role: 'owner' }, runId, playbook };
}
