import { z } from 'zod';
import { pageInput, pageOf } from '#server/platform/paging.schema.ts';

export const auditEntry = z.object({
  id: z.uuid(),
  /** "user:<id>" | "run:<id>" | "connection:<id>" | "system:<part>" */
  actor: z.string(),
  /** a person's name, or the kind of machine */
  actorName: z.string(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  why: z.string().nullable(),
  detail: z.unknown(),
  at: z.date(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const listAuditInput = pageInput.extend({
  action: z.string().max(80).optional(),
  actorKind: z.enum(['user', 'run', 'connection', 'system']).optional(),
  targetKind: z.string().max(60).optional(),
  targetId: z.string().max(120).optional(),
});
export type ListAuditInput = z.infer<typeof listAuditInput>;
export const listAuditOutput = pageOf(auditEntry);
export const listAuditActionsOutput = z.array(z.string());
