import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';

export const approvalStatuses = ['pending', 'approved', 'denied', 'expired', 'withdrawn'] as const;
export const approvalStatus = z.enum(approvalStatuses);
export type ApprovalStatus = z.infer<typeof approvalStatus>;

export const approvalSummary = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  status: approvalStatus,
  reason: z.string(),
  playbook: z.object({ id: z.uuid(), title: z.string(), version: z.string() }).nullable(),
  device: z.string().nullable(),
  client: z.string().nullable(),
  callCount: z.number(),
  /** the widest effect in the plan */
  effect: z.enum(['write', 'destructive']),
  fromRole: z.string(),
  expiresAt: z.date(),
  createdAt: z.date(),
  decidedBy: z.string().nullable(),
  decidedAt: z.date().nullable(),
});
export type ApprovalSummary = z.infer<typeof approvalSummary>;

export const listApprovalsInput = pageInput.extend({ view: z.enum(['pending', 'decided', 'all']).default('pending') });
export type ListApprovalsInput = z.infer<typeof listApprovalsInput>;
export const listApprovalsOutput = pageOf(approvalSummary);
export const countPendingOutput = z.object({ pending: z.number() });
