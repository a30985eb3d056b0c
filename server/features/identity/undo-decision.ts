// Takes a merge or a split back, exactly: the records return to where they were, and the word about them is revoked.
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { findDecisionGroup, revokeDecisions, takeIdentityTurn } from './decisions.repository.ts';
import type { UndoInput } from './identity.schema.ts';
import { type IdentityDeps, subjectStores } from './identity-deps.ts';
import { placeKey, subjectKinds } from './subject-store.ts';

export const undoDecision = (
  tenant: TenantContext,
  input: UndoInput,
  deps: IdentityDeps,
): Promise<{ records: number }> =>
  deps.database.withTenant(tenant, async (db) => {
    await takeIdentityTurn(tenant, db);
    const rows = await findDecisionGroup(tenant, db, input.groupId);
    const [first] = rows;
    const kind = subjectKinds.find((one) => one === first?.kind);
    if (!first || !kind) throw notFound('decision');
    const store = subjectStores[kind];
    const places = rows.map((row) => ({ connectionId: row.rightConnectionId, externalId: row.rightExternalId }));
    const wanted = new Set(places.map(placeKey));
    const records = (await store.recordsAt(tenant, db, places)).filter((record) => wanted.has(placeKey(record)));
    const { fromId, toId } = first;
    // two ids that are equal: only a word was given, nothing was moved
    const isWordOnly = fromId === toId;
    if (!isWordOnly && records.some(({ subjectId }) => subjectId !== toId)) {
      throw new AppError('CONFLICT', {
        message: 'Something was decided about these records since. Undo the newer decision first.',
      });
    }
    const now = deps.now();
    await revokeDecisions(
      tenant,
      db,
      rows.map(({ id }) => id),
      now,
    );
    if (!isWordOnly) {
      await store.setMergedInto(tenant, db, fromId, null);
      await store.move(tenant, db, records, fromId, {
        confidence: 100,
        reason: 'As it was before: a person took a decision back.',
      });
      if ((await store.recordsOf(tenant, db, [toId])).length === 0) await store.setMergedInto(tenant, db, toId, fromId);
      await store.settle(tenant, db, [fromId, toId]);
    }
    await writeAudit(tenant, db, {
      action: first.verdict === 'same' ? `undo-merge-${kind}` : `undo-split-${kind}`,
      targetKind: kind,
      targetId: fromId,
      detail: { groupId: input.groupId, otherId: toId, records: records.length },
    });
    return { records: records.length };
  });
