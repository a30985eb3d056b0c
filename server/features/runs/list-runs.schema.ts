import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';

export const runStatuses = [
  'queued',
  'running',
  'waiting',
  'unknown',
  'succeeded',
  'escalated',
  'stopped',
  'failed',
  'cancelled',
] as const;
export const runStatus = z.enum(runStatuses);
export type RunStatus = z.infer<typeof runStatus>;

export const named = z.object({ id: z.uuid(), name: z.string() });

export const runSummary = z.object({
  id: z.uuid(),
  status: runStatus,
  playbook: z.object({ id: z.uuid(), slug: z.string(), title: z.string(), version: z.string() }),
  incidentId: z.uuid().nullable(),
  ticketId: z.uuid().nullable(),
  client: named.nullable(),
  device: named.nullable(),
  outcome: z.string().nullable(),
  startedBy: z.string(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});
export type RunSummary = z.infer<typeof runSummary>;

export const listRunsInput = pageInput.extend({
  status: runStatus.optional(),
  playbookId: z.uuid().optional(),
  incidentId: z.uuid().optional(),
  ticketId: z.uuid().optional(),
  deviceId: z.uuid().optional(),
  clientId: z.uuid().optional(),
});
export type ListRunsInput = z.infer<typeof listRunsInput>;

export const listRunsOutput = pageOf(runSummary);

export const countRunsOutput = z.record(runStatus, z.number());
