// What people decided about a thing, one entry per merge or split, newest first.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { nameActors } from '../audit/public.ts';
import { findDecisionsOf } from './decisions.repository.ts';
import type { DecisionView } from './identity.schema.ts';
import { subjectStores } from './identity-deps.ts';
import type { SubjectKind } from './subject-store.ts';

export async function listDecisions(
  tenant: TenantContext,
  db: Db,
  kind: SubjectKind,
  subjectIds: string[],
): Promise<DecisionView[]> {
  const rows = await findDecisionsOf(tenant, db, kind, subjectIds);
  const groups = [...Map.groupBy(rows, ({ groupId }) => groupId).values()].slice(0, 20);
  const ids = groups.flatMap((group) => group.flatMap(({ fromId, toId }) => [fromId, toId]));
  const names = new Map(
    (await subjectStores[kind].read(tenant, db, [...new Set(ids)])).map((row) => [row.id, row.name]),
  );
  const actors = await nameActors(
    tenant,
    db,
    groups.map(([row]) => row?.decidedBy ?? ''),
  );
  return groups.flatMap((group): DecisionView[] => {
    const [row] = group;
    if (!row) return [];
    const named = (id: string) => ({ id, name: names.get(id) ?? 'one that is gone' });
    return [
      {
        groupId: row.groupId,
        verdict: row.verdict === 'different' ? 'different' : 'same',
        records: new Set(group.map((one) => `${one.rightConnectionId} ${one.rightExternalId}`)).size,
        from: named(row.fromId),
        to: named(row.toId),
        why: row.why,
        by: actors(row.decidedBy),
        at: row.decidedAt,
        revokedAt: row.revokedAt,
      },
    ];
  });
}
