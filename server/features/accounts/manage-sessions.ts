// A person sees where they are signed in and ends what they do not know.
import { notFound } from '#server/platform/errors.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import type { CurrentSession } from './read-session.ts';
import { livingAt } from './session-lifetime.ts';
import type { SessionView } from './sessions.schema.ts';

export async function listSessions(session: CurrentSession, deps: AccountsDeps): Promise<SessionView[]> {
  const rows = await deps.people.listSessions(session.userId, livingAt(deps.now()));
  return rows.map((row) => ({ ...row, isCurrent: row.id === session.id }));
}

export async function revokeSession(session: CurrentSession, input: { id: string }, deps: AccountsDeps): Promise<void> {
  const ended = await deps.people.revokeSessions(session.userId, { id: input.id }, deps.now());
  if (ended === 0) throw notFound('session');
}

export const revokeOtherSessions = async (session: CurrentSession, deps: AccountsDeps): Promise<{ ended: number }> => ({
  ended: await deps.people.revokeSessions(session.userId, { except: session.id }, deps.now()),
});

export async function signOut(session: CurrentSession, deps: AccountsDeps): Promise<void> {
  await deps.people.revokeSessions(session.userId, { id: session.id }, deps.now());
}
