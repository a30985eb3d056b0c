import { z } from 'zod';

/** One thing that was asked of a vendor or changed there; already without secrets, as it is kept. */
export const callView = z.object({
  id: z.uuid(),
  at: z.date(),
  capability: z.string(),
  /** in words: "Read the state of ACME-WS-014: online, ..." */
  title: z.string(),
  isChange: z.boolean(),
  runId: z.string().nullable(),
  incidentId: z.string().nullable(),
  /** with our ids */
  request: z.unknown(),
  /** null for a change: what came of it stands in its run */
  answer: z.unknown(),
});
export type CallView = z.infer<typeof callView>;
