// Conflicts as rows: found, seen again, true no more, decided.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableJson } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { SubjectKind } from './subject-store.ts';

export type ConflictTopic =
  | 'two-candidates'
  | 'names-differ'
  | 'serials-differ'
  | 'clients-differ'
  | 'moved-client'
  | 'same-serial';
export type ConflictResolution = 'merged' | 'split' | 'accepted' | 'gone';

export interface ConflictDetail {
  values?: { connectionId: string; externalId: string; value: string }[];
  /** ours */
  candidateIds?: string[];
  /** our clients */
  fromClientId?: string;
  toClientId?: string;
  connectionId?: string;
}

export interface FoundConflict {
  kind: SubjectKind;
  topic: ConflictTopic;
  key: string;
  subjectId: string;
  detail: ConflictDetail;
}

/** Topics that are worked out anew from what the connections say; the others stand until somebody decides. */
const derived: ConflictTopic[] = ['names-differ', 'serials-differ', 'clients-differ', 'same-serial'];

/** `settled`: the subjects whose conflicts were worked out completely. */
export async function saveConflicts(
  tenant: TenantContext,
  db: Db,
  kind: SubjectKind,
  settled: string[],
  found: FoundConflict[],
): Promise<void> {
  const { orgId } = tenant;
  const now = new Date();
  const keys = found.map(({ key }) => key);
  const known = await db.identityConflict.findMany({
    where: { orgId, key: { in: keys } },
    select: { id: true, key: true, resolution: true },
  });
  const byKey = new Map(known.map((row) => [row.key, row]));
  for (const { detail, ...conflict } of found) {
    if (byKey.has(conflict.key)) continue;
    await db.identityConflict.create({
      data: { ...conflict, orgId, id: newId(), detail: JSON.parse(storableJson(detail)), foundAt: now, seenAt: now },
    });
  }
  // what was decided stays decided while it looks the same; what was over and is back is open again
  const back = known.filter(({ resolution }) => resolution !== null && resolution !== 'accepted');
  await db.identityConflict.updateMany({
    where: { orgId, id: { in: back.map(({ id }) => id) } },
    data: { resolution: null, resolvedAt: null, resolvedBy: null },
  });
  await db.identityConflict.updateMany({
    where: { orgId, id: { in: known.map(({ id }) => id) } },
    data: { seenAt: now },
  });
  await db.identityConflict.updateMany({
    where: {
      orgId,
      kind,
      subjectId: { in: settled },
      topic: { in: derived },
      resolvedAt: null,
      key: { notIn: keys },
    },
    data: { resolution: 'gone', resolvedAt: now },
  });
}

export const resolveConflicts = (
  tenant: TenantContext,
  db: Db,
  ids: string[],
  resolution: ConflictResolution,
  at = new Date(),
) =>
  db.identityConflict.updateMany({
    where: { orgId: tenant.orgId, id: { in: ids }, resolvedAt: null },
    data: { resolution, resolvedAt: at, resolvedBy: tenant.actor },
  });

export const findOpenConflicts = (tenant: TenantContext, db: Db, kind: SubjectKind, subjectIds: string[]) =>
  db.identityConflict.findMany({
    where: { orgId: tenant.orgId, kind, subjectId: { in: subjectIds }, resolvedAt: null },
    orderBy: { id: 'asc' },
    take: 500,
  });

export const findConflict = (tenant: TenantContext, db: Db, id: string) =>
  db.identityConflict.findUnique({ where: { orgId_id: { orgId: tenant.orgId, id } } });

export const findConflictPage = (
  tenant: TenantContext,
  db: Db,
  input: { kind?: SubjectKind | undefined; cursor?: string | null | undefined; limit: number; isOpen: boolean },
) =>
  db.identityConflict.findMany({
    where: {
      orgId: tenant.orgId,
      ...(input.kind ? { kind: input.kind } : {}),
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      resolvedAt: input.isOpen ? null : { not: null },
    },
    orderBy: { id: 'desc' },
    take: input.limit + 1,
  });

export const countOpenConflicts = (tenant: TenantContext, db: Db) =>
  db.identityConflict.groupBy({
    by: ['kind'],
    where: { orgId: tenant.orgId, resolvedAt: null },
    _count: { _all: true },
  });
