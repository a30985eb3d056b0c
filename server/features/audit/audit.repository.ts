// The audit slice's only queries.
import type { Db } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ListAuditInput } from './list-audit.schema.ts';

export interface NewAuditEntry {
  /** verb-noun, e.g. "decide-approval" */
  action: string;
  targetKind: string;
  targetId: string;
  why?: string | null;
  detail?: Record<string, string | number | boolean | null>;
}

export const insertAuditEntry = (tenant: TenantContext, db: Db, entry: NewAuditEntry) =>
  db.auditEntry.create({
    data: {
      orgId: tenant.orgId,
      id: newId(),
      actor: tenant.actor,
      action: entry.action,
      targetKind: entry.targetKind,
      targetId: entry.targetId,
      why: entry.why ?? null,
      detail: entry.detail ?? {},
    },
  });

/** Newest first; the id is a UUIDv7, so it is the order and the partition key at once. */
export const findAuditEntries = (tenant: TenantContext, db: Db, input: ListAuditInput) =>
  db.auditEntry.findMany({
    where: {
      orgId: tenant.orgId,
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      ...(input.action ? { action: input.action } : {}),
      ...(input.actorKind ? { actor: { startsWith: input.actorKind } } : {}),
      ...(input.targetKind ? { targetKind: input.targetKind } : {}),
      ...(input.targetId ? { targetId: input.targetId } : {}),
    },
    orderBy: { id: 'desc' },
    take: input.limit + 1,
  });

export const findAuditActions = (tenant: TenantContext, db: Db, sinceId: string) =>
  db.auditEntry.findMany({
    where: { orgId: tenant.orgId, id: { gte: sinceId } },
    distinct: ['action'],
    select: { action: true },
    orderBy: { action: 'asc' },
  });

export const findMemberNames = (tenant: TenantContext, db: Db, userIds: string[]) =>
  db.member.findMany({
    where: { orgId: tenant.orgId, userId: { in: userIds } },
    select: { userId: true, user: { select: { name: true } } },
  });
