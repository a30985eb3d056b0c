// An approval's row as the list shows it. The plan is what the engine computed; it is read strictly, because a person
// decides on it: a plan we cannot read is not shown as a smaller one.
import { z } from 'zod';
import { AppError } from '#server/platform/errors.ts';
import type { RunSummary } from '../runs/public.schema.ts';
import type { ApprovalRow } from './approvals.repository.ts';
import type { ApprovalStatus, ApprovalSummary } from './list-approvals.schema.ts';
import { type PlannedCallView, plannedCall } from './read-approval.schema.ts';

export function readPlan(row: Pick<ApprovalRow, 'id' | 'plan'>): PlannedCallView[] {
  const parsed = z.array(plannedCall).safeParse(row.plan);
  if (!parsed.success) {
    throw new AppError('INTERNAL', { message: `The plan of approval ${row.id} cannot be read.`, cause: parsed.error });
  }
  return parsed.data;
}

export function summarizeApproval(
  row: ApprovalRow,
  run: RunSummary | undefined,
  nameOf: (actor: string) => string,
  now: Date,
): ApprovalSummary {
  const plan = readPlan(row);
  return {
    id: row.id,
    runId: row.runId,
    status: statusAt(row, now),
    reason: row.reason,
    playbook: run ? { id: run.playbook.id, title: run.playbook.title, version: run.playbook.version } : null,
    device: run?.device?.name ?? plan.find((call) => call.device)?.device ?? null,
    client: run?.client?.name ?? null,
    callCount: plan.length,
    effect: plan.some((call) => call.effect === 'destructive') ? 'destructive' : 'write',
    fromRole: row.fromRole,
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
    decidedBy: row.decidedBy ? nameOf(row.decidedBy) : null,
    decidedAt: row.decidedAt,
  };
}

/** Past its end it is expired, even before the run woke up to write that down. */
const statusAt = (row: Pick<ApprovalRow, 'status' | 'expiresAt'>, now: Date): ApprovalStatus =>
  row.status === 'pending' && row.expiresAt <= now ? 'expired' : row.status;
