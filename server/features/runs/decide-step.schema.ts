import { z } from 'zod';

export const decideStepInput = z.object({
  runId: z.uuid(),
  path: z.string().min(1).max(300),
  attempt: z.number().int().min(1),
  /** "happened": take it as done; "retry": it did not happen, send it again */
  decision: z.enum(['retry', 'happened']),
  comment: z.string().trim().max(1000).default(''),
});
export type DecideStepInput = z.infer<typeof decideStepInput>;

export const runSignalled = z.object({ result: z.enum(['woken', 'stored', 'finished', 'duplicate']) });
