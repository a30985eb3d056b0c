// First run. The row "setup" is the installation's: only this suite touches it, and it puts it back first.
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { createAccountsDeps } from './accounts-deps.ts';
import { completeSetup, ensureSetupToken, isSetupOpen } from './complete-setup.ts';
import { findTenant } from './find-tenant.ts';
import { signIn } from './sign-in.ts';
import { createAccountsOrg, testPassword, uniqueEmail } from './testing/test-accounts.ts';

const database = testDatabase();
const deps = createAccountsDeps(database);
const input = (token: string) => ({
  token,
  orgName: `First ${uniqueEmail()}`,
  name: 'Olga',
  email: uniqueEmail(),
  password: testPassword,
});

beforeEach(async () => {
  await database.withoutTenant((db) => db.instanceSetting.deleteMany({ where: { key: 'setup' } }));
});

describe('first run', () => {
  it('makes the first owner with the token of the last start, and is gone for ever', async () => {
    const outdated = (await ensureSetupToken(deps)) ?? '';
    const token = (await ensureSetupToken(deps)) ?? '';
    for (const wrong of ['', 'guess', outdated, `${token}x`, token.slice(1)]) {
      expect(await isSetupOpen(wrong, deps)).toBe(false);
      await expect(completeSetup(input(wrong), deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await isSetupOpen(token, deps)).toBe(true);
    const first = input(token);
    const { slug, userId } = await completeSetup(first, deps);
    expect(await findTenant(userId, slug, deps)).toMatchObject({ tenant: { role: 'owner' } });
    await signIn({ ip: null, userAgent: null }, first, deps);

    expect(await isSetupOpen(token, deps)).toBe(false);
    await expect(completeSetup(input(token), deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await ensureSetupToken(deps)).toBeNull();
  });

  it('makes one org when ten requests with the right token arrive at once', async () => {
    const token = (await ensureSetupToken(deps)) ?? '';
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        completeSetup(input(token), deps).then(
          () => 'made',
          (error) => error.code,
        ),
      ),
    );
    expect(answers.filter((answer) => answer === 'made')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'NOT_FOUND')).toHaveLength(9);
  });

  it('refuses an address that has an account, and stays open', async () => {
    const { owner } = await createAccountsOrg(deps);
    const token = (await ensureSetupToken(deps)) ?? '';
    const attempt = completeSetup({ ...input(token), email: owner.email }, deps);
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await isSetupOpen(token, deps)).toBe(true);
  });

  it('was never open before a start printed a token', async () => {
    for (const token of ['', 'x']) {
      expect(await isSetupOpen(token, deps)).toBe(false);
      await expect(completeSetup(input(token), deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('keeps no token that a reader of the database could use', async () => {
    const token = (await ensureSetupToken(deps)) ?? '';
    const row = await database.withoutTenant((db) => db.instanceSetting.findUnique({ where: { key: 'setup' } }));
    expect(JSON.stringify(row)).not.toContain(token);
    expect(token.length).toBeGreaterThanOrEqual(43);
  });
});
