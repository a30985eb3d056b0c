// Test factories of this slice: real rows, made through the use cases.
import { randomUUID } from 'node:crypto';
import type { Role, TenantContext } from '#server/platform/tenant.ts';
import type { AccountsDeps } from '../accounts-deps.ts';
import { createOrg } from '../complete-setup.ts';
import { hashPassword } from '../password.ts';

export const testPassword = 'correct horse battery staple';
/** Hashed once per process: the hash is slow on purpose. */
const testHash = hashPassword(testPassword);

export const uniqueEmail = (): string => `p-${randomUUID()}@example.com`;

export interface TestOrg {
  tenant: TenantContext;
  slug: string;
  owner: { userId: string; email: string };
}

export async function createAccountsOrg(deps: AccountsDeps): Promise<TestOrg> {
  const email = uniqueEmail();
  const slug = `t-${randomUUID()}`.slice(0, 38);
  const made = await createOrg({ orgName: 'Test MSP', slug, name: 'Olga Owner', email, password: testPassword }, deps);
  const owner = { userId: made.userId, email };
  return { tenant: { orgId: made.orgId, actor: `user:${made.userId}`, role: 'owner' }, slug, owner };
}

/** A member with a password, in that role; as the tenant they would act in. */
export async function addTestMember(org: TestOrg, role: Role, deps: AccountsDeps) {
  const email = uniqueEmail();
  const added = await deps.members.add(org.tenant, { email, name: `A ${role}`, role });
  if (!added) throw new Error('The test member exists already.');
  const { userId, id } = added.member;
  await setTestPassword(userId, deps);
  const tenant: TenantContext = { orgId: org.tenant.orgId, actor: `user:${userId}`, role };
  return { tenant, memberId: id, userId, email };
}

async function setTestPassword(userId: string, deps: AccountsDeps): Promise<void> {
  await deps.people.writePasswordLink(userId, { tokenHash: '', expiresAt: '' });
  await deps.people.redeemPasswordLink(userId, () => true, await testHash, deps.now());
}
