// Two of ours are one thing: a person says so, and no sync says otherwise afterwards.
import type { Db } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { findOpenConflicts, resolveConflicts } from './conflicts.repository.ts';
import { findDecisionsAbout, insertDecisions, revokeDecisions, takeIdentityTurn } from './decisions.repository.ts';
import type { DecisionOutput, MergeInput } from './identity.schema.ts';
import { type IdentityDeps, subjectStores } from './identity-deps.ts';
import { decided } from './match-confidence.ts';
import { placeKey, type Subject, type SubjectKind, type SubjectStore } from './subject-store.ts';

export const mergeSubjects = (tenant: TenantContext, input: MergeInput, deps: IdentityDeps): Promise<DecisionOutput> =>
  deps.database.withTenant(tenant, (db) => mergeWithin(tenant, db, input, deps.now()));

/** Inside the caller's transaction. */
export async function mergeWithin(
  tenant: TenantContext,
  db: Db,
  input: MergeInput,
  now: Date,
): Promise<DecisionOutput> {
  const { kind, keepId, otherId } = input;
  if (keepId === otherId) throw new AppError('INVALID_INPUT', { message: `That is the same ${kind} twice.` });
  const store = subjectStores[kind];
  await takeIdentityTurn(tenant, db);
  const keep = await standing(tenant, db, store, kind, keepId);
  const other = await standing(tenant, db, store, kind, otherId);
  const records = await store.recordsOf(tenant, db, [keepId, otherId]);
  const moving = records.filter(({ subjectId }) => subjectId === otherId);
  const anchor = records.find(({ subjectId, isGone }) => subjectId === keepId && !isGone) ?? firstOf(records, keepId);
  if (!anchor || moving.length === 0) {
    throw new AppError('INVALID_INPUT', {
      message: `No connection lists "${(anchor ? other : keep).name}", so there is nothing to tell them apart or together by.`,
    });
  }
  const groupId = newId();
  await revokeBetween(tenant, db, kind, records, 'different', now);
  await insertDecisions(
    tenant,
    db,
    moving.map((right) => ({
      groupId,
      kind,
      verdict: 'same' as const,
      left: anchor,
      right,
      fromId: otherId,
      toId: keepId,
      why: input.why ?? null,
    })),
  );
  const before = new Set((await findOpenConflicts(tenant, db, kind, [keepId])).map(({ id }) => id));
  await store.move(tenant, db, moving, keepId, decided);
  await store.setMergedInto(tenant, db, otherId, keepId);
  await store.settle(tenant, db, [keepId]);
  const open = await findOpenConflicts(tenant, db, kind, [keepId, otherId]);
  // whoever merged saw both names
  const expected = open.filter(
    ({ id, subjectId, topic }) => subjectId === keepId && !before.has(id) && topic.endsWith('-differ'),
  );
  await resolveConflicts(
    tenant,
    db,
    expected.map(({ id }) => id),
    'accepted',
    now,
  );
  const settled = open.filter(
    ({ subjectId, detail }) =>
      subjectId === otherId ||
      (JSON.stringify(detail).includes(otherId) && JSON.stringify(detail).includes('candidateIds')),
  );
  await resolveConflicts(
    tenant,
    db,
    settled.map(({ id }) => id),
    'merged',
    now,
  );
  await writeAudit(tenant, db, {
    action: `merge-${kind}`,
    targetKind: kind,
    targetId: keepId,
    why: input.why ?? null,
    detail: { name: keep.name, other: other.name, otherId, records: moving.length, groupId },
  });
  return { groupId, subjectId: keepId, records: moving.length };
}

/** @throws AppError NOT_FOUND | CONFLICT when it is part of another one by now */
export async function standing(
  tenant: TenantContext,
  db: Db,
  store: SubjectStore,
  kind: SubjectKind,
  id: string,
): Promise<Subject> {
  const [subject] = await store.read(tenant, db, [id]);
  if (!subject) throw notFound(kind);
  if (subject.mergedIntoId) {
    throw new AppError('CONFLICT', { message: `"${subject.name}" was merged into another ${kind}. Look at that one.` });
  }
  return subject;
}

/** A newer word takes back the older one between the same records. */
export async function revokeBetween(
  tenant: TenantContext,
  db: Db,
  kind: SubjectKind,
  records: { connectionId: string; externalId: string }[],
  verdict: 'same' | 'different',
  now: Date,
): Promise<void> {
  const known = new Set(records.map(placeKey));
  const decisions = await findDecisionsAbout(tenant, db, kind, records);
  const between = decisions.filter(
    (one) => one.verdict === verdict && known.has(placeKey(one.left)) && known.has(placeKey(one.right)),
  );
  await revokeDecisions(
    tenant,
    db,
    between.map(({ id }) => id),
    now,
  );
}

const firstOf = <Row extends { subjectId: string }>(rows: Row[], subjectId: string): Row | undefined =>
  rows.find((row) => row.subjectId === subjectId);
