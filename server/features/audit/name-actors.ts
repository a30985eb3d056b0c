// "user:<id>" is for the record; a person reads a name.
import type { Db } from '#server/platform/db/database.ts';
import { isId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findMemberNames } from './audit.repository.ts';

export async function nameActors(
  tenant: TenantContext,
  db: Db,
  actors: readonly (string | null)[],
): Promise<(actor: string) => string> {
  const ids = [...new Set(actors.flatMap((actor) => userIdOf(actor) ?? []))];
  const members = ids.length > 0 ? await findMemberNames(tenant, db, ids) : [];
  const names = new Map(members.map((member) => [member.userId, member.user.name]));
  return (actor) => {
    const userId = userIdOf(actor);
    if (userId) return names.get(userId) ?? 'a former member';
    return machineName(actor);
  };
}

function userIdOf(actor: string | null): string | null {
  const id = actor?.startsWith('user:') ? actor.slice('user:'.length) : null;
  return id && isId(id) ? id : null;
}

function machineName(actor: string): string {
  const [kind = actor, rest = ''] = actor.split(/:(.*)/s);
  if (kind === 'run') return 'a run';
  if (kind === 'connection') return 'a connection';
  if (kind === 'system') return rest ? `MSPclaw (${rest})` : 'MSPclaw';
  return actor;
}
