import { z } from 'zod';

export const decideApprovalInput = z.object({
  approvalId: z.uuid(),
  /** of the plan the person saw: a plan that changed meanwhile is not approved by this */
  planHash: z.string().min(1),
  decision: z.enum(['approve', 'deny']),
  comment: z.string().trim().max(1000).default(''),
});
export type DecideApprovalInput = z.infer<typeof decideApprovalInput>;
export const decideApprovalOutput = z.object({ status: z.enum(['approved', 'denied']) });
