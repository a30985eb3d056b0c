// Members of an org: who, with which role.
import { z } from 'zod';
import { roles } from '#server/platform/tenant.ts';
import { emailAddress } from './email-address.ts';

export const personName = z.string().trim().min(1, 'Enter a name.').max(120, 'Use at most 120 characters.');

export const memberView = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  /** invited, and has not chosen a password yet */
  isPending: z.boolean(),
  isYou: z.boolean(),
  joinedAt: z.date(),
});
export type MemberView = z.infer<typeof memberView>;

export const inviteMemberInput = z.strictObject({ email: emailAddress, name: personName, role: z.enum(roles) });
/** `passwordToken` belongs into /invite?token=...; null when the person has a password already */
export const invitedMember = z.object({ member: memberView, passwordToken: z.string().nullable() });

export const changeRoleInput = z.strictObject({ memberId: z.uuid(), role: z.enum(roles) });
export const memberInput = z.strictObject({ memberId: z.uuid() });
