// next-auth's settings. It carries a signed cookie and speaks OpenID Connect; who somebody is and for how long is decided by
// our session rows, asked on every request. (Its credentials provider knows only JWT sessions: the token holds the row's id
// and nothing else, and a token whose row ended becomes null.)
import { CredentialsSignin } from '@auth/core/errors';
import Credentials from '@auth/core/providers/credentials';
import type { NextAuthConfig } from 'next-auth';
import {
  readSession,
  signIn,
  signInInput,
  signInWithIdentity,
  signOut,
  type Visitor,
} from '#server/features/accounts/public.ts';
import { AppError } from '#server/platform/errors.ts';
import type { ApiSession } from '#server/platform/trpc.ts';
import type { AppDeps } from './app-deps.ts';
import { clientAddress } from './client-address.ts';
import { isSecureUrl, sessionCookieName } from './session-cookie.ts';

declare module 'next-auth' {
  interface Session {
    current?: ApiSession;
  }
  interface User {
    sessionId?: string;
  }
}
declare module '@auth/core/jwt' {
  interface JWT {
    sid?: string;
    current?: ApiSession;
  }
}

/** Carries our sentence through next-auth to the form; as its own error type it is not logged as a fault. */
export class SignInRefused extends CredentialsSignin {
  readonly refusal: AppError;
  constructor(refusal: AppError) {
    super(refusal.message);
    this.refusal = refusal;
    this.code = refusal.code.toLowerCase();
  }
}

export const visitorOf = (headers: Headers): Visitor => ({
  ip: clientAddress(headers),
  userAgent: headers.get('user-agent'),
});

/** `requestHeaders` answers the headers of the request at hand, which next-auth does not hand to every callback. */
export function makeAuthConfig(
  deps: Pick<AppDeps, 'auth' | 'accounts' | 'log'>,
  requestHeaders: () => Promise<Headers>,
): NextAuthConfig {
  const isSecure = isSecureUrl(deps.auth.publicUrl);
  const { oidc } = deps.auth;
  return {
    secret: deps.auth.secret,
    trustHost: true,
    basePath: '/api/auth',
    pages: { signIn: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge: 14 * 86_400 },
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(isSecure),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure },
      },
    },
    logger: {
      error: (error) => {
        // A wrong password is not an incident; anything else is one, without its stack and without what was typed.
        if (!(error instanceof CredentialsSignin))
          deps.log.error({ kind: error.name, cause: error.cause }, 'sign-in failed');
      },
      warn: () => {},
      debug: () => {},
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(credentials, request) {
          const input = signInInput.safeParse(credentials);
          const mismatch = new AppError('UNAUTHENTICATED', { message: 'E-mail address and password do not match.' });
          if (!input.success) throw new SignInRefused(mismatch);
          try {
            const { sessionId, userId } = await signIn(visitorOf(request.headers), input.data, deps.accounts);
            return { id: userId, sessionId };
          } catch (error) {
            if (error instanceof AppError && error.fault === 'caller') throw new SignInRefused(error);
            throw error;
          }
        },
      }),
      ...(oidc
        ? [
            {
              id: 'oidc',
              name: 'Single sign-on',
              type: 'oidc' as const,
              checks: ['pkce' as const, 'state' as const, 'nonce' as const],
              ...oidc,
            },
          ]
        : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== 'oidc') return user.sessionId !== undefined;
        const identity = { email: profile?.email, isEmailVerified: profile?.email_verified };
        const visitor = visitorOf(await requestHeaders());
        try {
          user.sessionId = (await signInWithIdentity(visitor, identity, deps.accounts)).sessionId;
          return true;
        } catch (error) {
          if (error instanceof AppError) return false;
          throw error;
        }
      },
      async jwt({ token, user }) {
        const sid = user ? user.sessionId : token.sid;
        const current = sid ? await readSession(sid, deps.accounts) : null;
        return current ? { sid, current } : null;
      },
      session: ({ session, token }) => ({ expires: session.expires, ...(token.current && { current: token.current }) }),
    },
    events: {
      async signOut(message) {
        const current = 'token' in message ? message.token?.current : undefined;
        const sid = 'token' in message ? message.token?.sid : undefined;
        if (current && sid) await signOut(current, deps.accounts);
      },
    },
  };
}
