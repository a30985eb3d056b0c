// A person's own sessions.
import { z } from 'zod';

export const sessionView = z.object({
  id: z.uuid(),
  userAgent: z.string().nullable(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
  isCurrent: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;

export const revokeSessionInput = z.strictObject({ id: z.uuid() });
