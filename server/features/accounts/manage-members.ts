// An org's people: list, change role, remove. A change takes effect with the person's next request.
import { notFound } from '#server/platform/errors.ts';
import type { Role, TenantContext } from '#server/platform/tenant.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { requireOwnerLeft, requireReach } from './members.policy.ts';
import type { MemberRow, OrgSummary } from './members.repository.ts';
import type { MemberView } from './members.schema.ts';

export const viewOf = (tenant: TenantContext, row: MemberRow): MemberView => ({
  id: row.id,
  userId: row.userId,
  name: row.user.name,
  email: row.user.email,
  role: row.role,
  isPending: row.user.passwordHash === null,
  isYou: tenant.actor === `user:${row.userId}`,
  joinedAt: row.createdAt,
});

export async function listMembers(tenant: TenantContext, deps: AccountsDeps): Promise<MemberView[]> {
  const rows = await deps.members.list(tenant);
  return rows.map((row) => viewOf(tenant, row));
}

export async function changeMemberRole(
  tenant: TenantContext,
  input: { memberId: string; role: Role },
  deps: AccountsDeps,
): Promise<MemberView> {
  const decide = (member: MemberRow, owners: number) => {
    requireReach(tenant, member.role, input.role);
    requireOwnerLeft(member.role, input.role, owners);
    return { role: input.role };
  };
  const audit = { action: 'change-member-role' as const, detail: { role: input.role } };
  const row = await deps.members.change(tenant, input.memberId, decide, audit);
  if (!row) throw notFound('member');
  return viewOf(tenant, row);
}

export async function removeMember(
  tenant: TenantContext,
  input: { memberId: string },
  deps: AccountsDeps,
): Promise<void> {
  const decide = (member: MemberRow, owners: number) => {
    requireReach(tenant, member.role);
    requireOwnerLeft(member.role, 'none', owners);
    return 'remove' as const;
  };
  const row = await deps.members.change(tenant, input.memberId, decide, { action: 'remove-member', detail: {} });
  if (!row) throw notFound('member');
}

export const renameOrg = (tenant: TenantContext, input: { name: string }, deps: AccountsDeps): Promise<OrgSummary> =>
  deps.members.renameOrg(tenant, input.name);
