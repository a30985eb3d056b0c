import { sqlOfPrisma } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import type { RunControlDeps } from './decide-step.ts';
import { findRun } from './runs.repository.ts';

/** Asks; a side effect under way is settled first, so the run may still live for a moment. */
export const cancelRun = (tenant: TenantContext, input: { runId: string }, deps: RunControlDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const run = await findRun(tenant, db, input.runId);
    if (!run) throw notFound('run');
    const result = await deps.runtime.cancel(
      sqlOfPrisma(db),
      { orgId: tenant.orgId, runId: input.runId },
      tenant.actor,
    );
    if (result === 'requested') {
      await writeAudit(tenant, db, { action: 'cancel-run', targetKind: 'run', targetId: input.runId });
    }
    return { result };
  });
