// The tenant a request may act in: asked of the database every time, so that a role taken away is gone at once.
import type { TenantContext } from '#server/platform/tenant.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import type { OrgSummary } from './members.repository.ts';

const slugShape = /^[a-z0-9-]{1,60}$/;

export interface FoundTenant {
  tenant: TenantContext;
  org: OrgSummary;
}

/** null: no such org, or none of theirs */
export async function findTenant(userId: string, slug: string | null, deps: AccountsDeps): Promise<FoundTenant | null> {
  if (slug === null || !slugShape.test(slug)) return null;
  const found = await deps.members.findMembership(userId, slug);
  if (!found) return null;
  return { org: found.org, tenant: { orgId: found.org.id, actor: `user:${userId}`, role: found.role } };
}
