// The guard of every console page: who is it, and is the org in the address theirs?
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { findTenant } from '#server/features/accounts/public.ts';
import type { ApiSession } from '#server/platform/trpc.ts';
import { currentSession } from './auth.ts';
import { appDeps } from './current-app.ts';

export async function requireSession(returnTo: string): Promise<ApiSession> {
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(returnTo)}`);
  return session;
}

/** Once per request, however many layouts and pages ask. Another's org is a page that does not exist. */
export const requireOrg = cache(async (slug: string) => {
  const session = await requireSession(`/${slug}`);
  const found = await findTenant(session.userId, slug, appDeps().accounts);
  if (!found) notFound();
  return { ...found, session, user: { id: session.userId, email: session.email, name: session.name } };
});
