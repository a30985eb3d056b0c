// A browser's part in sign-in: keeps cookies, posts forms, over the real next-auth core and without a network.
import { Auth } from '@auth/core';
import type { AccountsDeps } from '#server/features/accounts/public.ts';
import type { AppDeps, AuthSettings } from '../app-deps.ts';
import { makeAuthConfig } from '../auth-config.ts';

export interface AuthBrowserOptions {
  accounts: AccountsDeps;
  publicUrl?: string;
  oidc?: AuthSettings['oidc'];
  onLog?: (line: string) => void;
}

export function openAuthBrowser({
  accounts,
  publicUrl = 'http://localhost:3000',
  oidc = null,
  onLog,
}: AuthBrowserOptions) {
  const auth = { secret: 'x'.repeat(43), publicUrl, oidc };
  const log: AppDeps['log'] = { error: (fields, message) => onLog?.(JSON.stringify({ fields, message })) };
  const deps: Pick<AppDeps, 'auth' | 'accounts' | 'log'> = { auth, accounts, log };
  const config = makeAuthConfig(deps, async () => new Headers());
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
      const isGone = /max-age=0|expires=thu, 01 jan 1970/i.test(line) || pair.slice(at + 1) === '';
      if (isGone) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  async function post(path: string, form: Record<string, string>): Promise<Response> {
    const { csrfToken } = (await (await visit('/api/auth/csrf')).json()) as { csrfToken: string };
    return visit(path, { csrfToken, ...form });
  }

  return {
    visit,
    post,
    jar,
    setCookies,
    signIn: (email: string, password: string) => post('/api/auth/callback/credentials', { email, password }),
    session: async () =>
      (await (await visit('/api/auth/session')).json()) as { current?: { id: string; userId: string } } | null,
  };
}
