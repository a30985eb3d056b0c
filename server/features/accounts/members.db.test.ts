import { describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { roles } from '#server/platform/tenant.ts';
import { createAccountsDeps } from './accounts-deps.ts';
import { choosePassword } from './choose-password.ts';
import { findTenant } from './find-tenant.ts';
import { inviteMember, makePasswordLink } from './invite-member.ts';
import { changeMemberRole, listMembers, removeMember } from './manage-members.ts';
import { readSession } from './read-session.ts';
import { signIn } from './sign-in.ts';
import { addTestMember, createAccountsOrg, testPassword, uniqueEmail } from './testing/test-accounts.ts';

const database = testDatabase();
const deps = createAccountsDeps(database);
const nowhere = { ip: null, userAgent: null };
const chosen = 'a password of my own';

describe('an invitation', () => {
  it('makes a member whose one-time link sets a password once, and ends the sessions there were', async () => {
    const { tenant } = await createAccountsOrg(deps);
    const email = uniqueEmail();
    const { member, passwordToken } = await inviteMember(tenant, { email, name: 'Tina', role: 'technician' }, deps);
    expect(member).toMatchObject({ email, role: 'technician', isPending: true, isYou: false });
    const token = passwordToken ?? '';
    expect(await choosePassword({ token, password: chosen }, deps)).toEqual({ email });
    const { sessionId } = await signIn(nowhere, { email, password: chosen }, deps);
    await expect(choosePassword({ token, password: 'another password!' }, deps)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const reset = await makePasswordLink(tenant, { memberId: member.id }, deps);
    await choosePassword({ token: reset.passwordToken, password: 'another password!' }, deps);
    expect(await readSession(sessionId, deps)).toBeNull();
  });

  it('is refused with a wrong, foreign, cut or outdated token', async () => {
    const { tenant } = await createAccountsOrg(deps);
    const invite = async () =>
      (await inviteMember(tenant, { email: uniqueEmail(), name: 'T', role: 'viewer' }, deps)).passwordToken ?? '';
    const [one, two] = [await invite(), await invite()];
    const [idOne, secretOne] = one.split('.');
    const wrong = [
      '',
      '.',
      'x',
      `${idOne}.`,
      `${idOne}.${secretOne?.slice(1)}`,
      `${two.split('.')[0]}.${secretOne}`,
      `x.${secretOne}`,
    ];
    for (const token of wrong)
      await expect(choosePassword({ token, password: chosen }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const later = { ...deps, now: () => new Date(Date.now() + 3.1 * 86_400_000) };
    await expect(choosePassword({ token: one, password: chosen }, later)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(choosePassword({ token: one, password: chosen }, deps)).resolves.toBeTruthy();
  });

  it('of somebody who belongs to another org gives no power over their account', async () => {
    const [a, b] = [await createAccountsOrg(deps), await createAccountsOrg(deps)];
    const invitedToA = await inviteMember(a.tenant, { email: b.owner.email, name: 'Impostor', role: 'viewer' }, deps);
    expect(invitedToA.passwordToken).toBeNull();
    await expect(makePasswordLink(a.tenant, { memberId: invitedToA.member.id }, deps)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(signIn(nowhere, { email: b.owner.email, password: testPassword }, deps)).resolves.toBeTruthy();
  });

  it('whose link was made before the person joined another org does not work any more', async () => {
    const [a, b] = [await createAccountsOrg(deps), await createAccountsOrg(deps)];
    const email = uniqueEmail();
    const { passwordToken } = await inviteMember(a.tenant, { email, name: 'T', role: 'viewer' }, deps);
    await inviteMember(b.tenant, { email, name: 'T', role: 'owner' }, deps);
    await expect(choosePassword({ token: passwordToken ?? '', password: chosen }, deps)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('of a member is a conflict, however the address is spelled', async () => {
    const { tenant, owner } = await createAccountsOrg(deps);
    await expect(inviteMember(tenant, { email: owner.email, name: 'X', role: 'viewer' }, deps)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('roles', () => {
  it('are given only by who may: every acting role x every target role x every new role', async () => {
    const org = await createAccountsOrg(deps);
    const counts = { done: 0, refused: 0 };
    for (const acting of roles) {
      const actor = acting === 'owner' ? { tenant: org.tenant } : await addTestMember(org, acting, deps);
      for (const target of roles) {
        for (const next of roles) {
          const { memberId } = await addTestMember(org, target, deps);
          const isAllowed = acting === 'owner' || (acting === 'admin' && target !== 'owner' && next !== 'owner');
          const answer = await changeMemberRole(actor.tenant, { memberId, role: next }, deps).catch(
            (error) => error.code,
          );
          if (isAllowed) expect(answer, `${acting}: ${target} -> ${next}`).toMatchObject({ role: next });
          else expect(answer, `${acting}: ${target} -> ${next}`).toBe('FORBIDDEN');
          counts[isAllowed ? 'done' : 'refused'] += 1;
        }
      }
    }
    console.log('role changes:', counts);
    expect(counts).toEqual({ done: 25 + 16, refused: 125 - 41 });
  });

  it('count from the next question on, and so does removal', async () => {
    const org = await createAccountsOrg(deps);
    const { userId, memberId } = await addTestMember(org, 'engineer', deps);
    const roleNow = async () => (await findTenant(userId, org.slug, deps))?.tenant.role ?? null;
    expect(await roleNow()).toBe('engineer');
    await changeMemberRole(org.tenant, { memberId, role: 'viewer' }, deps);
    expect(await roleNow()).toBe('viewer');
    await removeMember(org.tenant, { memberId }, deps);
    expect(await roleNow()).toBeNull();
  });

  it('keep one owner, even when the last two leave at the same moment, twenty times', async () => {
    for (let round = 0; round < 20; round++) {
      const org = await createAccountsOrg(deps);
      await addTestMember(org, 'owner', deps);
      const owners = (await listMembers(org.tenant, deps)).filter(({ role }) => role === 'owner');
      const answers = await Promise.all(
        owners.map(({ id }) =>
          removeMember(org.tenant, { memberId: id }, deps).then(
            () => 'gone',
            (error) => error.code,
          ),
        ),
      );
      expect(answers.sort()).toEqual(['CONFLICT', 'gone']);
    }
  });

  it('of another org are out of reach: its members do not exist', async () => {
    const [a, b] = [await createAccountsOrg(deps), await createAccountsOrg(deps)];
    const { memberId, userId } = await addTestMember(b, 'viewer', deps);
    const attempts = [
      changeMemberRole(a.tenant, { memberId, role: 'viewer' }, deps),
      removeMember(a.tenant, { memberId }, deps),
      makePasswordLink(a.tenant, { memberId }, deps),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listMembers(a.tenant, deps)).map((member) => member.userId)).not.toContain(userId);
    expect(await findTenant(userId, a.slug, deps)).toBeNull();
    expect(await findTenant(userId, b.slug, deps)).not.toBeNull();
    for (const slug of [null, '', '../b', "x' or '1'='1", 'A', 'x'.repeat(100)])
      expect(await findTenant(userId, slug, deps)).toBeNull();
  });

  it('leave a trace: who did what to whom', async () => {
    const org = await createAccountsOrg(deps);
    const { memberId } = await addTestMember(org, 'viewer', deps);
    await changeMemberRole(org.tenant, { memberId, role: 'admin' }, deps);
    await removeMember(org.tenant, { memberId }, deps);
    const entries = await database.withTenant(org.tenant, (db) => db.auditEntry.findMany({ orderBy: { id: 'asc' } }));
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual(
      ['create-org', 'invite-member', 'change-member-role', 'remove-member'].map((action) => [
        action,
        org.tenant.actor,
      ]),
    );
  });
});
