// The orgs a person belongs to.
import { z } from 'zod';
import { roles } from '#server/platform/tenant.ts';

export const orgName = z.string().trim().min(2, 'Use at least 2 characters.').max(80, 'Use at most 80 characters.');

export const orgView = z.object({ id: z.uuid(), slug: z.string(), name: z.string(), role: z.enum(roles) });
export type OrgView = z.infer<typeof orgView>;

export const renameOrgInput = z.strictObject({ name: orgName });
