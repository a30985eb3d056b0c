// A person's word on a conflict. What it means is done here; the word itself is kept, so that nobody is asked twice.
import type { Db } from '#server/platform/db/database.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { findConflict, resolveConflicts } from './conflicts.repository.ts';
import { insertDecisions, takeIdentityTurn } from './decisions.repository.ts';
import type { DecideConflictInput } from './identity.schema.ts';
import { type IdentityDeps, subjectStores } from './identity-deps.ts';
import { mergeWithin } from './merge-subjects.ts';
import { readConflictDetail } from './read-conflict-detail.ts';
import { splitWithin } from './split-subject.ts';
import { type SubjectKind, subjectKinds } from './subject-store.ts';

export const decideConflict = (
  tenant: TenantContext,
  input: DecideConflictInput,
  deps: IdentityDeps,
): Promise<{ groupId: string | null }> =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findConflict(tenant, db, input.conflictId);
    const kind = subjectKinds.find((one) => one === row?.kind);
    if (!row || !kind) throw notFound('conflict');
    if (row.resolvedAt) throw new AppError('CONFLICT', { message: 'This is decided already.' });
    const { candidateIds = [] } = readConflictDetail(row.detail);
    const now = deps.now();
    const { subjectId } = row;
    let groupId: string | null = null;
    if (input.verdict === 'same') {
      const { candidateId } = input;
      if (!candidateId || !candidateIds.includes(candidateId)) {
        throw new AppError('INVALID_INPUT', { message: 'Say which of the candidates it is.' });
      }
      // the older row carries more history
      const [keepId = candidateId, otherId = subjectId] = [candidateId, subjectId].sort();
      groupId = (await mergeWithin(tenant, db, { kind, keepId, otherId }, now)).groupId;
    } else if (input.verdict === 'different' && candidateIds.length > 0) {
      groupId = await tellApart(tenant, db, kind, subjectId, candidateIds);
    } else if (input.verdict === 'different') {
      if (!input.recordId) throw new AppError('INVALID_INPUT', { message: 'Say which record does not belong here.' });
      groupId = (await splitWithin(tenant, db, { kind, subjectId, recordIds: [input.recordId] }, now)).groupId;
    }
    const resolution = { same: 'merged', different: 'split', accept: 'accepted' } as const;
    await resolveConflicts(tenant, db, [row.id], resolution[input.verdict], now);
    await writeAudit(tenant, db, {
      action: 'decide-identity-conflict',
      targetKind: kind,
      targetId: subjectId,
      detail: { topic: row.topic, verdict: input.verdict, conflictId: row.id, groupId },
    });
    return { groupId };
  });

/** Nothing moves: they are apart already, and stay so whatever signs they share. */
async function tellApart(tenant: TenantContext, db: Db, kind: SubjectKind, subjectId: string, candidateIds: string[]) {
  const store = subjectStores[kind];
  await takeIdentityTurn(tenant, db);
  const records = await store.recordsOf(tenant, db, [subjectId, ...candidateIds]);
  const own = records.filter((record) => record.subjectId === subjectId);
  const others = records.filter((record) => record.subjectId !== subjectId);
  const groupId = newId();
  await insertDecisions(
    tenant,
    db,
    own.flatMap((left) =>
      others.map((right) => ({
        groupId,
        kind,
        verdict: 'different' as const,
        left,
        right,
        fromId: subjectId,
        toId: subjectId,
        why: null,
      })),
    ),
  );
  return groupId;
}
