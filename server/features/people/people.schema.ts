import { z } from 'zod';

export const engineerView = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  tier: z.string(),
  skills: z.array(z.string()),
  openTickets: z.number(),
});

export const updateEngineerInput = z.object({
  engineerId: z.uuid(),
  tier: z.enum(['tier1', 'tier2', 'tier3']).optional(),
  skills: z.array(z.string().trim().min(1).max(40)).max(40).optional(),
});
export type UpdateEngineerInput = z.infer<typeof updateEngineerInput>;
