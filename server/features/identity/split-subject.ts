// Records of vendors that are something else after all. What was merged into it stands for itself again; otherwise a
// new one is made.
import type { Db } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { findOpenConflicts, resolveConflicts } from './conflicts.repository.ts';
import {
  type Decision,
  findDecisionsAbout,
  insertDecisions,
  revokeDecisions,
  takeIdentityTurn,
} from './decisions.repository.ts';
import type { DecisionOutput, SplitInput } from './identity.schema.ts';
import { type IdentityDeps, subjectStores } from './identity-deps.ts';
import { decided } from './match-confidence.ts';
import { standing } from './merge-subjects.ts';
import { placeKey, type SubjectRecord, type SubjectStore } from './subject-store.ts';

export const splitSubject = (tenant: TenantContext, input: SplitInput, deps: IdentityDeps): Promise<DecisionOutput> =>
  deps.database.withTenant(tenant, (db) => splitWithin(tenant, db, input, deps.now()));

export async function splitWithin(
  tenant: TenantContext,
  db: Db,
  input: SplitInput,
  now: Date,
): Promise<DecisionOutput> {
  const { kind, subjectId } = input;
  const store = subjectStores[kind];
  await takeIdentityTurn(tenant, db);
  const subject = await standing(tenant, db, store, kind, subjectId);
  const records = await store.recordsOf(tenant, db, [subjectId]);
  const chosen = records.filter(({ id }) => input.recordIds.includes(id));
  const rest = records.filter(({ id }) => !input.recordIds.includes(id));
  const [first] = chosen;
  if (!first || chosen.length !== new Set(input.recordIds).size) throw notFound('record');
  if (rest.length === 0) {
    throw new AppError('INVALID_INPUT', { message: `Leave at least one record with "${subject.name}".` });
  }
  const before = await findDecisionsAbout(tenant, db, kind, chosen);
  const toId =
    (await cameFrom(tenant, db, store, before, chosen, subjectId)) ?? (await store.makeFor(tenant, db, first, subject));
  const chosenPlaces = new Set(chosen.map(placeKey));
  const restPlaces = new Set(rest.map(placeKey));
  const contradicted = before.filter(
    ({ verdict, left, right }) =>
      verdict === 'same' &&
      [left, right].some((place) => chosenPlaces.has(placeKey(place))) &&
      [left, right].some((place) => restPlaces.has(placeKey(place))),
  );
  await revokeDecisions(
    tenant,
    db,
    contradicted.map(({ id }) => id),
    now,
  );
  const groupId = newId();
  await insertDecisions(
    tenant,
    db,
    chosen.flatMap((right) =>
      rest.map((left) => ({
        groupId,
        kind,
        verdict: 'different' as const,
        left,
        right,
        fromId: subjectId,
        toId,
        why: input.why ?? null,
      })),
    ),
  );
  await store.move(tenant, db, chosen, toId, decided);
  await store.setMergedInto(tenant, db, toId, null);
  const open = await findOpenConflicts(tenant, db, kind, [subjectId]);
  await resolveConflicts(
    tenant,
    db,
    open.filter(({ topic }) => topic.endsWith('-differ') || topic === 'moved-client').map(({ id }) => id),
    'split',
    now,
  );
  await store.settle(tenant, db, [subjectId, toId]);
  await writeAudit(tenant, db, {
    action: `split-${kind}`,
    targetKind: kind,
    targetId: subjectId,
    why: input.why ?? null,
    detail: { name: subject.name, newId: toId, records: chosen.length, groupId },
  });
  return { groupId, subjectId: toId, records: chosen.length };
}

/** The one that these records were, before somebody merged it into this one. */
async function cameFrom(
  tenant: TenantContext,
  db: Db,
  store: SubjectStore,
  decisions: Decision[],
  chosen: SubjectRecord[],
  subjectId: string,
): Promise<string | null> {
  const merged = new Map((await store.readMergedInto(tenant, db, [subjectId])).map(({ id }) => [id, true]));
  const origins = chosen.map((record) => {
    const decision = decisions.findLast(
      ({ verdict, right, toId, fromId }) =>
        verdict === 'same' && toId === subjectId && merged.has(fromId) && placeKey(right) === placeKey(record),
    );
    return decision?.fromId ?? null;
  });
  const [origin] = origins;
  return origin && origins.every((one) => one === origin) ? origin : null;
}
