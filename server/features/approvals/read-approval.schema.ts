import { z } from 'zod';
import { approvalSummary } from './list-approvals.schema.ts';

export const readApprovalInput = z.object({ approvalId: z.uuid() });

export const plannedCall = z.object({
  path: z.string(),
  capability: z.string(),
  effect: z.enum(['write', 'destructive']),
  arguments: z.unknown(),
  device: z.string().nullable(),
  script: z.object({ name: z.string(), sha256: z.string().nullable() }).nullable(),
});
export type PlannedCallView = z.infer<typeof plannedCall>;

export const approvalView = approvalSummary.extend({
  path: z.string(),
  planHash: z.string(),
  plan: z.array(plannedCall),
  requestedBy: z.string(),
  comment: z.string().nullable(),
  /** computed from our own tables, told by nobody */
  facts: z.array(z.object({ label: z.string(), value: z.string(), isWarning: z.boolean() })),
  incident: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  /** null = you may decide; else the reason why not */
  refusal: z.string().nullable(),
});
export type ApprovalView = z.infer<typeof approvalView>;
