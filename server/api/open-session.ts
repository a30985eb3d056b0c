// Signs in from a server action. The session this browser had before ends: a new sign-in never continues an old one.
import { signOut } from '#server/features/accounts/public.ts';
import { currentSession, startSession } from './auth.ts';
import { appDeps } from './current-app.ts';

/** @throws SignInRefused */
export async function openSession(credentials: { email: string; password: string }): Promise<void> {
  const before = await currentSession();
  await startSession('credentials', { ...credentials, redirect: false });
  if (before) await signOut(before, appDeps().accounts);
}
