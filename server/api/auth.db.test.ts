// Sign-in over the real next-auth core: cookies, the token that holds only a session's id, and its end.
import { Auth } from '@auth/core';
import { describe, expect, it } from 'vitest';
import { createAccountsDeps, findTenant, readSession } from '#server/features/accounts/public.ts';
import { createAccountsOrg, testPassword } from '#server/features/accounts/testing/test-accounts.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import type { AppDeps } from './app-deps.ts';
import { makeAuthConfig } from './auth-config.ts';

const accounts = createAccountsDeps(testDatabase());
const logged: string[] = [];

function browser(publicUrl = 'http://localhost:3000') {
  const auth = { secret: 'x'.repeat(43), publicUrl, oidc: null };
  const deps = {
    auth,
    accounts,
    log: { error: (fields, message) => logged.push(JSON.stringify({ fields, message })) },
  } satisfies Partial<AppDeps>;
  const config = makeAuthConfig(deps as unknown as AppDeps, async () => new Headers());
  const jar = new Map<string, string>();
  const setCookies: string[] = [];
  async function visit(path: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'x-forwarded-for': `203.0.113.${Math.floor(Math.random() * 250)}`, 'user-agent': 'test' };
    const body = form ? new URLSearchParams(form) : undefined;
    const response = await Auth(
      new Request(`${publicUrl}${path}`, { method: form ? 'POST' : 'GET', headers, body }),
      config,
    );
    for (const line of response.headers.getSetCookie()) {
      setCookies.push(line);
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line) || pair.slice(at + 1) === '') jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
  async function signIn(email: string, password: string): Promise<Response> {
    const { csrfToken } = await (await visit('/api/auth/csrf')).json();
    return visit('/api/auth/callback/credentials', { csrfToken, email, password });
  }
  const session = async () =>
    (await (await visit('/api/auth/session')).json()) as { current?: { id: string; userId: string } } | null;
  return { visit, signIn, session, jar, setCookies };
}

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
    const { csrfToken } = await (await visitor.visit('/api/auth/csrf')).json();
    await visitor.visit('/api/auth/signout', { csrfToken });
    expect(await visitor.session()).toBeNull();
    expect(await readSession(id, accounts)).toBeNull();
  });
});
