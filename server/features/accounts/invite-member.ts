// An admin brings somebody in. Who has no password yet gets a link that sets one, once; no mail server is needed.
//
// Such a link is power over the account, and an account may belong to several orgs: so it is only made, and only works,
// for a person who belongs to this org alone. Else an admin of one org could become a member of another.

import type { z } from 'zod';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { viewOf } from './manage-members.ts';
import { requireReach } from './members.policy.ts';
import type { MemberRow } from './members.repository.ts';
import type { invitedMember, inviteMemberInput } from './members.schema.ts';
import { hashToken, newToken } from './one-time-token.ts';

const linkLifetimeMs = 3 * 86_400_000;

export async function inviteMember(
  tenant: TenantContext,
  input: z.infer<typeof inviteMemberInput>,
  deps: AccountsDeps,
): Promise<z.infer<typeof invitedMember>> {
  requireReach(tenant, input.role);
  const added = await deps.members.add(tenant, input);
  if (!added) throw new AppError('CONFLICT', { message: `${input.email} is a member already.` });
  const { member } = added;
  const wantsLink = member.user.passwordHash === null && (await belongsHereOnly(tenant, member, deps));
  const passwordToken = wantsLink ? await makeToken(member.userId, deps) : null;
  return { member: viewOf(tenant, member), passwordToken };
}

/** For who lost their password, or whose first link ran out. */
export async function makePasswordLink(
  tenant: TenantContext,
  input: { memberId: string },
  deps: AccountsDeps,
): Promise<{ passwordToken: string }> {
  const member = await deps.members.find(tenant, input.memberId);
  if (!member) throw notFound('member');
  requireReach(tenant, member.role);
  if (!(await belongsHereOnly(tenant, member, deps))) {
    throw new AppError('FORBIDDEN', {
      message: 'This person belongs to another organisation too and must sign in there.',
    });
  }
  await deps.members.record(tenant, member.id, { action: 'make-password-link', detail: {} });
  return { passwordToken: await makeToken(member.userId, deps) };
}

async function belongsHereOnly(tenant: TenantContext, member: MemberRow, deps: AccountsDeps): Promise<boolean> {
  const orgs = await deps.members.listOrgsOf(member.userId);
  return orgs.every((org) => org.id === tenant.orgId);
}

async function makeToken(userId: string, deps: AccountsDeps): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(deps.now().getTime() + linkLifetimeMs).toISOString();
  await deps.people.writePasswordLink(userId, { tokenHash: hashToken(token), expiresAt });
  return `${userId}.${token}`;
}
