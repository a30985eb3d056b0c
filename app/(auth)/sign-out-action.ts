'use server';
import { endSession } from '#server/api/auth.ts';

/** Ends the session's row and takes the cookie away. */
export async function signOutAction(): Promise<void> {
  await endSession({ redirectTo: '/sign-in' });
}
