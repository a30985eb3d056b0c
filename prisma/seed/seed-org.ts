// The org and its people. Their passwords are printed at start: this is a demo on your own machine.
import { choosePassword } from '../../server/features/accounts/choose-password.ts';
import { inviteMember } from '../../server/features/accounts/invite-member.ts';
import { type AccountsDeps, createOrg } from '../../server/features/accounts/public.ts';
import { systemTenant } from '../../server/platform/tenant.ts';

export const demo = {
  slug: 'harbourlight',
  orgName: 'Harbourlight IT',
  owner: { name: 'Olivia Owner', email: 'demo@mspclaw.example' },
  technician: { name: 'Tariq Technician', email: 'technician@mspclaw.example' },
  password: 'mspclaw-demo',
} as const;

/** @returns the org's id; makes it when this is the first start */
export async function seedOrg(deps: AccountsDeps): Promise<string> {
  const owner = await deps.people.findByEmail(demo.owner.email);
  if (owner) {
    const [membership] = await deps.members.listOrgsOf(owner.id);
    if (!membership) throw new Error(`${demo.owner.email} exists but belongs to no org.`);
    return membership.id;
  }
  const { orgId } = await createOrg(
    { orgName: demo.orgName, slug: demo.slug, ...demo.owner, password: demo.password },
    deps,
  );
  const { passwordToken } = await inviteMember(
    systemTenant(orgId, 'seed'),
    { ...demo.technician, role: 'technician' },
    deps,
  );
  if (passwordToken) await choosePassword({ token: passwordToken, password: demo.password }, deps);
  return orgId;
}
