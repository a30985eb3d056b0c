// Sign-in over the real next-auth core: cookies, the token that holds only a session's id, and its end.
import { describe, expect, it } from 'vitest';
import { createAccountsDeps, findTenant, readSession } from '#server/features/accounts/public.ts';
import { createAccountsOrg, testPassword } from '#server/features/accounts/testing/test-accounts.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { parseEnv } from '#server/platform/env.ts';
import { openAuthBrowser } from './testing/auth-browser.ts';
import { type Claims, createFakeIdentityProvider } from './testing/fake-identity-provider.ts';

const accounts = createAccountsDeps(testDatabase());
const logged: string[] = [];
const browser = (publicUrl?: string) => openAuthBrowser({ accounts, publicUrl, onLog: (line) => logged.push(line) });

describe('signing in', () => {
  it('gives an http-only, same-site cookie; with https a secure one bound to the host', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const [plain, secure] = [browser(), browser('https://console.example')];
    await plain.signIn(owner.email, testPassword);
    await secure.signIn(owner.email, testPassword);
    const cookieOf = (lines: string[], name: string) => lines.find((line) => line.startsWith(`${name}=`)) ?? '';
    expect(cookieOf(plain.setCookies, 'mspclaw-session')).toMatch(/HttpOnly; SameSite=Lax$/i);
    expect(cookieOf(secure.setCookies, '__Host-mspclaw-session')).toMatch(/Path=\/;.*HttpOnly; Secure; SameSite=Lax$/i);
    expect(cookieOf(secure.setCookies, '__Host-mspclaw-session')).not.toMatch(/Domain/i);
    expect((await secure.session())?.current?.userId).toBe(owner.userId);
  });

  it('with a wrong password says so, opens nothing and logs nothing', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const visitor = browser();
    const before = logged.length;
    const response = await visitor.signIn(owner.email, 'wrong');
    expect(response.headers.get('location')).toMatch(/\/sign-in\?error=CredentialsSignin&code=unauthenticated/);
    expect(await visitor.session()).toBeNull();
    expect(logged.length).toBe(before);
  });

  it('without the anti-forgery token opens nothing', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const visitor = browser();
    await visitor.visit('/api/auth/callback/credentials', {
      csrfToken: 'forged',
      email: owner.email,
      password: testPassword,
    });
    expect(await visitor.session()).toBeNull();
  });
});

describe('a cookie', () => {
  it('is worth nothing as soon as its session is revoked, although it is still signed and not expired', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const visitor = browser();
    await visitor.signIn(owner.email, testPassword);
    const current = (await visitor.session())?.current;
    const kept = new Map(visitor.jar);
    await accounts.people.revokeSessions(owner.userId, { id: current?.id }, new Date());
    expect(await visitor.session()).toBeNull();
    for (const [name, value] of kept) visitor.jar.set(name, value);
    expect(await visitor.session()).toBeNull();
  });

  it('holds no role: what the person may do is asked of the database', async () => {
    const org = await createAccountsOrg(accounts);
    const visitor = browser();
    await visitor.signIn(org.owner.email, testPassword);
    const text = JSON.stringify(await visitor.session());
    expect(text).not.toMatch(/owner|role/);
    expect((await findTenant(org.owner.userId, org.slug, accounts))?.tenant.role).toBe('owner');
  });

  it('that somebody altered, or signed with another secret, is nobody', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const visitor = browser();
    await visitor.signIn(owner.email, testPassword);
    const token = visitor.jar.get('mspclaw-session') ?? '';
    for (const forged of [
      `${token.slice(0, -2)}AA`,
      token.split('.').reverse().join('.'),
      'eyJhbGciOiJub25lIn0.e30.',
      'x',
    ]) {
      visitor.jar.set('mspclaw-session', forged);
      expect(await visitor.session(), forged.slice(0, 12)).toBeNull();
    }
  });

  it('dies with signing out, and so does its row', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const visitor = browser();
    await visitor.signIn(owner.email, testPassword);
    const id = (await visitor.session())?.current?.id ?? '';
    await visitor.post('/api/auth/signout', {});
    expect(await visitor.session()).toBeNull();
    expect(await readSession(id, accounts)).toBeNull();
  });
});

describe('single sign-on', () => {
  const provider = createFakeIdentityProvider();

  async function signInAs(claims: Claims) {
    const visitor = openAuthBrowser({ accounts, oidc: provider.settings });
    const asked = await visitor.post('/api/auth/signin/oidc', {});
    const answered = await visitor.visit(provider.approve(asked.headers.get('location') ?? '', claims));
    return { session: await visitor.session(), location: answered.headers.get('location') ?? '', visitor };
  }

  it('opens a revocable session for the account of a mailbox that the provider proved', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const { session, visitor } = await signInAs({ email: owner.email, email_verified: true });
    expect(session?.current?.userId).toBe(owner.userId);
    await accounts.people.revokeSessions(owner.userId, {}, new Date());
    expect(await visitor.session()).toBeNull();
  });

  it('is refused for an unproved or unknown mailbox, a foreign nonce, audience or issuer', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const good = { email: owner.email, email_verified: true };
    const attacks: Claims[] = [
      { ...good, email_verified: false },
      { email: owner.email },
      { ...good, email_verified: 'true' },
      { ...good, email: 'stranger@example.com' },
      { ...good, nonce: 'another' },
      { ...good, aud: 'another-app' },
      { ...good, iss: 'https://evil.example' },
    ];
    for (const claims of attacks) {
      const { session, location } = await signInAs(claims);
      expect(session, JSON.stringify(claims)).toBeNull();
      expect(location, JSON.stringify(claims)).toContain('/sign-in?error=');
    }
  });

  it('does not accept an answer that this browser did not ask for', async () => {
    const { owner } = await createAccountsOrg(accounts);
    const [attacker, victim] = [
      openAuthBrowser({ accounts, oidc: provider.settings }),
      openAuthBrowser({ accounts, oidc: provider.settings }),
    ];
    const asked = await attacker.post('/api/auth/signin/oidc', {});
    await victim.post('/api/auth/signin/oidc', {});
    await victim.visit(
      provider.approve(asked.headers.get('location') ?? '', { email: owner.email, email_verified: true }),
    );
    expect(await victim.session()).toBeNull();
  });

  it('is not configured with a provider that is reached without TLS', () => {
    for (const issuer of ['http://idp.example', 'http://localhost.evil.example', 'idp.example']) {
      expect(() => parseEnv({ OIDC_ISSUER: issuer }), issuer).toThrow(/OIDC_ISSUER/);
    }
    expect(parseEnv({ OIDC_ISSUER: 'https://idp.example' }).OIDC_ISSUER).toBe('https://idp.example');
  });

  it('is not there when it was not configured', async () => {
    const visitor = openAuthBrowser({ accounts });
    expect(Object.keys(await (await visitor.visit('/api/auth/providers')).json())).toEqual(['credentials']);
  });
});
