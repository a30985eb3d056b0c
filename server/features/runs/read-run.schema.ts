import { z } from 'zod';
import { runSummary } from './list-runs.schema.ts';

export const readRunInput = z.object({ runId: z.uuid() });

export const stepStatuses = ['started', 'waiting', 'ok', 'failed', 'skipped', 'unknown'] as const;

export const runStepView = z.object({
  path: z.string(),
  position: z.number(),
  kind: z.string(),
  capability: z.string().nullable(),
  status: z.enum(stepStatuses),
  attempt: z.number(),
  input: z.unknown(),
  output: z.unknown(),
  error: z.unknown(),
  /** the sentence a person would say */
  summary: z.string().nullable(),
  evidence: z.array(z.uuid()),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type RunStepView = z.infer<typeof runStepView>;

export const intentView = z.object({
  path: z.string(),
  attempt: z.number(),
  tag: z.string(),
  capability: z.string(),
  effect: z.string(),
  idempotency: z.string(),
  request: z.unknown(),
  sendDeadline: z.date(),
  createdAt: z.date(),
  outcome: z.string().nullable(),
  result: z.unknown(),
  decidedBy: z.string().nullable(),
  settledAt: z.date().nullable(),
});
export type IntentView = z.infer<typeof intentView>;

export const runWaitView = z.object({
  path: z.string(),
  reason: z.string(),
  wakeAt: z.date().nullable(),
  createdAt: z.date(),
});

export const runApprovalView = z.object({
  id: z.uuid(),
  path: z.string(),
  status: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.date().nullable(),
  comment: z.string().nullable(),
  createdAt: z.date(),
});

export const runEvidenceView = z.object({
  id: z.uuid(),
  title: z.string(),
  capability: z.string(),
  takenAt: z.date(),
});

export const runView = z.object({
  run: runSummary.extend({
    contentHash: z.string(),
    eventKey: z.string(),
    inputs: z.unknown(),
    facts: z.unknown(),
    cancelRequestedBy: z.string().nullable(),
    deadlineAt: z.date(),
    incidentTitle: z.string().nullable(),
  }),
  steps: z.array(runStepView),
  intents: z.array(intentView),
  wait: runWaitView.nullable(),
  approvals: z.array(runApprovalView),
  evidence: z.array(runEvidenceView),
});
export type RunView = z.infer<typeof runView>;
