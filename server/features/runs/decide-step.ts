// A person says what became of a side effect whose answer was lost. The run waits for exactly this: the decision is
// stored as a signal in the transaction that writes it into the audit log.
import type { DurableRuntime } from '#server/engine/ports/durable-runtime.ts';
import { type Database, sqlOfPrisma } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { nameActors, writeAudit } from '../audit/public.ts';
import type { DecideStepInput } from './decide-step.schema.ts';
import { findDecisionWait, findRun, findStep } from './runs.repository.ts';

export interface RunControlDeps {
  database: Database;
  runtime: Pick<DurableRuntime, 'signal' | 'cancel'>;
}

export const decideStep = (tenant: TenantContext, input: DecideStepInput, deps: RunControlDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const run = await findRun(tenant, db, input.runId);
    if (!run) throw notFound('run');
    const step = await findStep(tenant, db, input.runId, input.path);
    if (!step) throw notFound('step');
    const wait = await findDecisionWait(tenant, db, input.runId);
    if (wait?.reason !== 'decision' || wait.path !== input.path || !wait.topic || step.attempt !== input.attempt) {
      throw new AppError('CONFLICT', { message: 'This step does not wait for a decision any more.' });
    }
    // The journal tells it to people, so it names a person; the audit entry below keeps the id.
    const by = (await nameActors(tenant, db, [tenant.actor]))(tenant.actor);
    const result = await deps.runtime.signal(
      sqlOfPrisma(db),
      { orgId: tenant.orgId, runId: input.runId },
      {
        topic: wait.topic,
        key: `${input.path}:${input.attempt}`,
        payload: { decision: input.decision, by, comment: input.comment },
      },
    );
    if (result === 'finished') throw new AppError('CONFLICT', { message: 'This run has ended already.' });
    await writeAudit(tenant, db, {
      action: 'decide-step',
      targetKind: 'run',
      targetId: input.runId,
      why: input.comment || null,
      detail: { path: input.path, attempt: input.attempt, decision: input.decision },
    });
    return { result };
  });
