// What people decided about vendors' records. Both records are named by their place at the vendor, so that a decision
// holds whatever rows of ours come and go.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { Place, SubjectKind } from './subject-store.ts';
import { byConnection } from './subject-store.ts';

export interface NewDecision {
  groupId: string;
  kind: SubjectKind;
  verdict: 'same' | 'different';
  left: Place;
  right: Place;
  fromId: string;
  toId: string;
  why: string | null;
}

export const insertDecisions = (tenant: TenantContext, db: Db, decisions: NewDecision[]) =>
  db.identityDecision.createMany({
    data: decisions.map(({ left, right, ...rest }) => ({
      ...rest,
      orgId: tenant.orgId,
      id: newId(),
      leftConnectionId: left.connectionId,
      leftExternalId: left.externalId,
      rightConnectionId: right.connectionId,
      rightExternalId: right.externalId,
      decidedBy: tenant.actor,
    })),
  });

/** The decisions in force that name one of these records, on either side. */
export async function findDecisionsAbout(tenant: TenantContext, db: Db, kind: SubjectKind, places: Place[]) {
  if (places.length === 0) return [];
  const sides = byConnection(places).flatMap(({ connectionId, externalId }) => [
    { leftConnectionId: connectionId, leftExternalId: externalId },
    { rightConnectionId: connectionId, rightExternalId: externalId },
  ]);
  const rows = await db.identityDecision.findMany({ where: { orgId: tenant.orgId, kind, revokedAt: null, OR: sides } });
  return rows.map((row) => ({
    id: row.id,
    groupId: row.groupId,
    verdict: row.verdict === 'different' ? ('different' as const) : ('same' as const),
    left: { connectionId: row.leftConnectionId, externalId: row.leftExternalId },
    right: { connectionId: row.rightConnectionId, externalId: row.rightExternalId },
    fromId: row.fromId,
    toId: row.toId,
  }));
}
export type Decision = Awaited<ReturnType<typeof findDecisionsAbout>>[number];

export const findDecisionGroup = (tenant: TenantContext, db: Db, groupId: string) =>
  db.identityDecision.findMany({ where: { orgId: tenant.orgId, groupId, revokedAt: null }, orderBy: { id: 'asc' } });

export const revokeDecisions = (tenant: TenantContext, db: Db, ids: string[], at: Date) =>
  db.identityDecision.updateMany({
    where: { orgId: tenant.orgId, id: { in: ids }, revokedAt: null },
    data: { revokedAt: at, revokedBy: tenant.actor },
  });

/** Newest first: what was decided about a thing, also what was taken back. */
export const findDecisionsOf = (tenant: TenantContext, db: Db, kind: SubjectKind, subjectIds: string[]) =>
  db.identityDecision.findMany({
    where: { orgId: tenant.orgId, kind, OR: [{ fromId: { in: subjectIds } }, { toId: { in: subjectIds } }] },
    orderBy: { id: 'desc' },
    take: 100,
  });

/** One org's records change hands one at a time: a sync and a merge must not each see half of the other. */
export const takeIdentityTurn = (tenant: TenantContext, db: Db) =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sync-devices/' || ${tenant.orgId}, 0))`;
