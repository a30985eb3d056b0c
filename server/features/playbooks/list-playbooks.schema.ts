import { z } from 'zod';

export const playbookSummary = z.object({
  id: z.uuid(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  category: z.string(),
  enabled: z.boolean(),
  version: z.string().nullable(),
  /** of the last 30 days */
  runs: z.object({ total: z.number(), succeeded: z.number(), escalated: z.number(), failed: z.number() }),
  lastRunAt: z.date().nullable(),
});
export type PlaybookSummary = z.infer<typeof playbookSummary>;
export const listPlaybooksOutput = z.array(playbookSummary);
