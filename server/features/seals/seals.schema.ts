// Secret values that a capability brought (a temporary password). In outputs, evidence and notes stands `sealed:<id>`
// in their place; a person with the right opens one, once, within 24 hours, and says why.
import { z } from 'zod';

/** what stands in place of the value; the same text everywhere */
export const sealReference = /^sealed:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export const sealView = z.object({
  id: z.uuid(),
  runId: z.uuid(),
  /** path of the step */
  path: z.string(),
  capability: z.string(),
  /** part of the output: "temporaryPassword" */
  field: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  state: z.enum(['sealed', 'opened', 'expired']),
  openedAt: z.date().nullable(),
  openedBy: z.string().nullable(),
});
export type SealView = z.infer<typeof sealView>;

/** `seals.list` (query, run.read) */
export const listSealsInput = z.object({ runId: z.uuid() });
export type ListSealsInput = z.infer<typeof listSealsInput>;

/** `seals.open` (mutation, seal.open). @throws CONFLICT when it was opened before or has expired */
export const openSealInput = z.object({ sealId: z.uuid(), why: z.string().trim().min(3).max(500) });
export type OpenSealInput = z.infer<typeof openSealInput>;
/** shown now and never again */
export const openSealOutput = z.object({ value: z.string(), field: z.string(), openedAt: z.date() });
export type OpenSealOutput = z.infer<typeof openSealOutput>;
