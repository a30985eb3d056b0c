import { describe, expect, it } from 'vitest';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { createAccountsDeps } from './accounts-deps.ts';
import { listSessions, revokeOtherSessions, revokeSession, signOut } from './manage-sessions.ts';
import { type CurrentSession, readSession } from './read-session.ts';
import { signIn } from './sign-in.ts';
import { signInWithIdentity } from './sign-in-with-identity.ts';
import { createAccountsOrg, testPassword, uniqueEmail } from './testing/test-accounts.ts';

const database = testDatabase();
const deps = createAccountsDeps(database);
let lastOctet = 0;
/** Every test comes from its own address: counters are shared by design. */
const visitor = () => ({ ip: `198.51.${100 + (lastOctet >> 8)}.${lastOctet++ & 255}`, userAgent: 'test' });

async function signedIn(email: string): Promise<CurrentSession> {
  const { sessionId } = await signIn(visitor(), { email, password: testPassword }, deps);
  const session = await readSession(sessionId, deps);
  if (!session) throw new Error('The session did not open.');
  return session;
}

describe('signing in', () => {
  it('answers an unknown address, a wrong password and a disabled account with the same words', async () => {
    const { owner } = await createAccountsOrg(deps);
    const disabled = await createAccountsOrg(deps);
    await database.withoutTenant((db) =>
      db.user.update({ where: { id: disabled.owner.userId }, data: { disabledAt: new Date() } }),
    );
    const attempts = [
      { email: uniqueEmail(), password: testPassword },
      { email: owner.email, password: 'wrong' },
      { email: disabled.owner.email, password: testPassword },
    ];
    const answers = await Promise.all(attempts.map((input) => signIn(visitor(), input, deps).catch((error) => error)));
    expect(new Set(answers.map((error) => `${error.code} ${error.message}`))).toEqual(
      new Set(['UNAUTHENTICATED E-mail address and password do not match.']),
    );
  });

  it('lets at most 5 of 60 simultaneous guesses from one address reach the password', async () => {
    const { owner } = await createAccountsOrg(deps);
    const from = visitor();
    const guesses = Array.from({ length: 60 }, (_, n) =>
      signIn(from, { email: owner.email, password: `guess ${n}` }, deps).catch((error) => error.code),
    );
    const codes = await Promise.all(guesses);
    const tried = codes.filter((code) => code === 'UNAUTHENTICATED').length;
    console.log(
      `60 guesses at once: ${tried} tried, ${codes.filter((code) => code === 'RATE_LIMITED').length} refused`,
    );
    expect(tried).toBe(5);
    expect(codes).toHaveLength(60);
    await expect(signIn(from, { email: owner.email, password: testPassword }, deps)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterMs: expect.any(Number) },
    });
  });

  it('blocks an account that is guessed from 64 addresses, and an address that guesses at 64 accounts', async () => {
    const { owner } = await createAccountsOrg(deps);
    const spread: string[] = [];
    for (let n = 0; n < 64; n++) {
      spread.push(
        await signIn(visitor(), { email: owner.email, password: 'wrong' }, deps).catch((error) => error.code),
      );
    }
    expect(spread.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(20);
    const from = { ip: '2001:db8:9:9::1', userAgent: null };
    const spray: string[] = [];
    for (let n = 0; n < 64; n++) {
      const neighbour = { ...from, ip: `2001:db8:9:9::${n.toString(16)}` };
      spray.push(
        await signIn(neighbour, { email: uniqueEmail(), password: 'wrong' }, deps).catch((error) => error.code),
      );
    }
    expect(spray.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(40);
  });

  it('keeps no row of accounts that a blocked address makes up', async () => {
    const from = visitor();
    const attempt = (email: string) =>
      signIn(from, { email, password: 'wrong' }, deps).catch((error: { code: string }) => error.code);
    for (let n = 0; n < 40; n++) await attempt(uniqueEmail());
    const madeUp = Array.from({ length: 20 }, uniqueEmail);
    for (const email of madeUp) expect(await attempt(email)).toBe('RATE_LIMITED');
    const { throttleKeysOf } = await import('./throttle-policy.ts');
    const keys = madeUp.flatMap((email) => throttleKeysOf(email, from.ip).slice(0, 2));
    const rows = await database.withoutTenant((db) =>
      db.signInThrottle.count({ where: { key: { in: keys.map(({ key }) => key) } } }),
    );
    expect(rows).toBe(0);
  });

  it('forgets the failures of an account with its success, but not those of the address', async () => {
    const { owner } = await createAccountsOrg(deps);
    const from = visitor();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await signIn(from, { email: owner.email, password: 'wrong' }, deps).catch(() => {});
      await signIn(from, { email: owner.email, password: testPassword }, deps);
    }
    const { key } = (await import('./throttle-policy.ts')).throttleKeysOf(owner.email, from.ip)[2] ?? { key: '' };
    const row = await database.withoutTenant((db) => db.signInThrottle.findUnique({ where: { key } }));
    expect(row?.failures).toBe(12);
  });
});

describe('a session', () => {
  it('is another one at every sign-in', async () => {
    const { owner } = await createAccountsOrg(deps);
    expect((await signedIn(owner.email)).id).not.toBe((await signedIn(owner.email)).id);
  });

  it('ends at once when it is revoked, signed out, expired, idle, or its person disabled', async () => {
    const { owner } = await createAccountsOrg(deps);
    const [here, there, left, idle] = [
      await signedIn(owner.email),
      await signedIn(owner.email),
      await signedIn(owner.email),
      await signedIn(owner.email),
    ];
    await revokeSession(here, { id: there.id }, deps);
    await signOut(left, deps);
    expect(await readSession(there.id, deps)).toBeNull();
    expect(await readSession(left.id, deps)).toBeNull();
    const inDays = (days: number) => ({ ...deps, now: () => new Date(Date.now() + days * 86_400_000) });
    expect(await readSession(idle.id, inDays(2))).not.toBeNull();
    expect(await readSession(here.id, inDays(3.1))).toBeNull();
    expect(await readSession(idle.id, inDays(14.1))).toBeNull();
    await database.withoutTenant((db) =>
      db.user.update({ where: { id: owner.userId }, data: { disabledAt: new Date() } }),
    );
    expect(await readSession(here.id, deps)).toBeNull();
  });

  it('is listed and ended by its person only', async () => {
    const [a, b] = [await createAccountsOrg(deps), await createAccountsOrg(deps)];
    const [mine, other, foreign] = [
      await signedIn(a.owner.email),
      await signedIn(a.owner.email),
      await signedIn(b.owner.email),
    ];
    const listed = await listSessions(mine, deps);
    expect(listed.map(({ id, isCurrent }) => [id, isCurrent]).sort()).toEqual(
      [
        [mine.id, true],
        [other.id, false],
      ].sort(),
    );
    await expect(revokeSession(mine, { id: foreign.id }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await readSession(foreign.id, deps)).not.toBeNull();
    expect(await revokeOtherSessions(mine, deps)).toEqual({ ended: 1 });
    expect(await readSession(mine.id, deps)).not.toBeNull();
  });

  it('of nonsense is nobody', async () => {
    for (const id of ['', 'nonsense', "' or 1=1", '00000000-0000-0000-0000-000000000000'])
      expect(await readSession(id, deps)).toBeNull();
  });
});

describe('single sign-on', () => {
  it('needs a mailbox that the provider proved and a person who was invited', async () => {
    const { owner } = await createAccountsOrg(deps);
    const refused = [
      { email: owner.email, isEmailVerified: false },
      { email: owner.email, isEmailVerified: undefined },
      { email: owner.email, isEmailVerified: 'true' },
      { email: null, isEmailVerified: true },
      { email: uniqueEmail(), isEmailVerified: true },
    ];
    for (const identity of refused) {
      await expect(signInWithIdentity(visitor(), identity, deps)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    const proved = { email: owner.email.toUpperCase(), isEmailVerified: true };
    expect(await signInWithIdentity(visitor(), proved, deps)).toMatchObject({ userId: owner.userId });
  });
});
