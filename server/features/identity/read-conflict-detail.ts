import { z } from 'zod';
import type { ConflictDetail } from './conflicts.repository.ts';

const detail = z.object({
  values: z
    .array(z.object({ connectionId: z.string(), externalId: z.string(), value: z.string() }))
    .optional()
    .catch(undefined),
  candidateIds: z.array(z.string()).optional().catch(undefined),
  fromClientId: z.string().optional().catch(undefined),
  toClientId: z.string().optional().catch(undefined),
  connectionId: z.string().optional().catch(undefined),
});

/** A row nobody can read is a conflict without its circumstances, not an error. */
export const readConflictDetail = (stored: unknown): ConflictDetail => {
  const parsed = detail.safeParse(stored);
  return parsed.success ? JSON.parse(JSON.stringify(parsed.data)) : {};
};
