// The doors of next-auth, opened on first use so that a build needs neither secret nor database.
import { headers } from 'next/headers';
import NextAuth from 'next-auth';
import type { ApiSession } from '#server/platform/trpc.ts';
import { makeAuthConfig } from './auth-config.ts';
import { appDeps } from './current-app.ts';

export const {
  handlers: authHandlers,
  auth,
  signIn: startSession,
  signOut: endSession,
} = NextAuth(() => makeAuthConfig(appDeps(), headers));

/** Who is signed in on this request, as of now. */
export async function currentSession(): Promise<ApiSession | null> {
  return (await auth())?.current ?? null;
}
