import type { Database } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { nameActors } from '../audit/public.ts';
import type { RunView } from './read-run.schema.ts';
import { findRun, findRunNames, findRunParts } from './runs.repository.ts';
import { summarizeRun } from './summarize-run.ts';

export const readRun = (
  tenant: TenantContext,
  input: { runId: string },
  deps: { database: Database },
): Promise<RunView> =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findRun(tenant, db, input.runId);
    if (!row) throw notFound('run');
    const names = await findRunNames(tenant, db, [row]);
    const parts = await findRunParts(tenant, db, row);
    const people = [row.startedBy, row.cancelRequestedBy, ...parts.approvals.map((approval) => approval.decidedBy)];
    const nameOf = await nameActors(tenant, db, [...people, ...parts.intents.map((intent) => intent.decidedBy)]);
    const nameOrNull = (actor: string | null) => (actor ? nameOf(actor) : null);
    return {
      run: {
        ...summarizeRun(row, names),
        startedBy: nameOf(row.startedBy),
        contentHash: row.contentHash,
        eventKey: row.eventKey,
        inputs: row.inputs,
        facts: row.facts,
        cancelRequestedBy: nameOrNull(row.cancelRequestedBy),
        deadlineAt: row.deadlineAt,
        incidentTitle: parts.incident?.title ?? null,
      },
      steps: parts.steps,
      intents: parts.intents.map((intent) => ({ ...intent, decidedBy: nameOrNull(intent.decidedBy) })),
      wait: parts.wait,
      approvals: parts.approvals.map((approval) => ({ ...approval, decidedBy: nameOrNull(approval.decidedBy) })),
      evidence: parts.evidence,
    };
  });
