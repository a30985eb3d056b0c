// Who is behind a session id, as of now: null as soon as the session ended or the person was disabled.
import { isId } from '#server/platform/ids.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { livingAt, wantsTouch } from './session-lifetime.ts';

export interface CurrentSession {
  id: string;
  userId: string;
  email: string;
  name: string;
}

export async function readSession(id: string, deps: AccountsDeps): Promise<CurrentSession | null> {
  if (!isId(id)) return null;
  const now = deps.now();
  const row = await deps.people.readSession(id, livingAt(now));
  if (!row) return null;
  if (wantsTouch(row.lastSeenAt, now)) await deps.people.touchSession(id, now);
  return { id: row.id, userId: row.user.id, email: row.user.email, name: row.user.name };
}
