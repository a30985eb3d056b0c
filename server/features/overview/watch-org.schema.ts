import { z } from 'zod';

/** One digest per area: an area whose digest changed is worth reading again. */
export const orgPulse = z.object({
  incidents: z.string(),
  runs: z.string(),
  approvals: z.string(),
  connections: z.string(),
});
export type OrgPulse = z.infer<typeof orgPulse>;
