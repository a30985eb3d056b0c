// The queries of mapping words. Whoever changes rows counts the connection's version up in the same transaction: by it
// other processes see that what they remember is old.
import type { Db } from '#server/platform/db/database.ts';
import { sqlOfPrisma } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findStatusMapping } from '#server/platform/tickets/status-mapping.repository.ts';
import { stageOf } from '#server/platform/tickets/ticket-stage.ts';
import type { MappingKind } from './mapping.schema.ts';

export const findConnection = (tenant: TenantContext, db: Db, id: string) =>
  db.connection.findUnique({
    where: { orgId_id: { orgId: tenant.orgId, id } },
    select: { id: true, name: true, status: true },
  });

export const findRows = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.connectionMapping.findMany({ where: { orgId: tenant.orgId, connectionId }, orderBy: { id: 'asc' }, take: 5_000 });
export type StoredRow = Awaited<ReturnType<typeof findRows>>[number];

/** `boardId: ''` = on every board */
export interface RowKey {
  connectionId: string;
  kind: MappingKind;
  word: string;
  boardId: string;
}

export const saveChosenRow = (
  tenant: TenantContext,
  db: Db,
  key: RowKey,
  chosen: { boardName: string | null; vendorId: string | null; vendorName: string | null; checkedAt: Date },
) => {
  const facts = { ...chosen, state: 'confirmed' as const, isChosen: true, problem: null };
  return db.connectionMapping.upsert({
    where: { orgId_connectionId_kind_word_boardId: { orgId: tenant.orgId, ...key } },
    create: { orgId: tenant.orgId, id: newId(), ...key, ...facts },
    update: facts,
  });
};

export interface NewSuggestion extends RowKey {
  boardName: string | null;
  vendorId: string;
  vendorName: string;
  checkedAt: Date;
}

/** A row that is there already stays as it is. @returns how many were added */
export async function insertSuggestions(tenant: TenantContext, db: Db, rows: NewSuggestion[]): Promise<number> {
  const data = rows.map((row) => ({ ...row, orgId: tenant.orgId, id: newId(), state: 'suggested' as const }));
  return (await db.connectionMapping.createMany({ data, skipDuplicates: true })).count;
}

/** What nobody chose and is not at the vendor any more, to make room for a new suggestion. */
export const forgetMissingSuggestions = (tenant: TenantContext, db: Db, connectionId: string) =>
  db.connectionMapping.deleteMany({
    where: { orgId: tenant.orgId, connectionId, state: 'missing', isChosen: false },
  });

export const markSeen = (tenant: TenantContext, db: Db, ids: string[], checkedAt: Date) =>
  db.connectionMapping.updateMany({ where: { orgId: tenant.orgId, id: { in: ids } }, data: { checkedAt } });

/** Only if it still says what was checked: a choice made meanwhile stands. */
export const markRow = (
  tenant: TenantContext,
  db: Db,
  row: { id: string; vendorId: string | null },
  state: 'suggested' | 'confirmed' | 'missing',
  problem: string | null,
) =>
  db.connectionMapping.updateMany({
    where: { orgId: tenant.orgId, id: row.id, vendorId: row.vendorId },
    data: { state, problem },
  });

/** Rows changed: other processes look again, and our copies of tickets follow. */
export async function settleChange(tenant: TenantContext, db: Db, connectionId: string): Promise<void> {
  await db.connection.update({
    where: { orgId_id: { orgId: tenant.orgId, id: connectionId } },
    data: { mappingVersion: { increment: 1 } },
  });
  const sql = sqlOfPrisma(db);
  const rows = await findStatusMapping(tenant, sql, connectionId);
  const standings = await sql.query<Standing>(
    `SELECT DISTINCT status, status_id, board_id, is_closed, stage FROM ticket
     WHERE org_id = $1::uuid AND connection_id = $2::uuid LIMIT 2000`,
    [tenant.orgId, connectionId],
  );
  for (const { status, status_id: statusId, board_id: boardId, is_closed: isClosed, stage } of standings) {
    const next = stageOf({ statusId, statusName: status, boardId, isClosed }, rows);
    if (next === stage) continue;
    await db.ticket.updateMany({
      where: { orgId: tenant.orgId, connectionId, status, statusId, boardId, isClosed, stage },
      data: { stage: next },
    });
  }
}

interface Standing {
  status: string;
  status_id: string | null;
  board_id: string | null;
  is_closed: boolean;
  stage: string | null;
}

/** The right to look at this connection now: nobody else gets it before the interval is over, whatever comes of it. */
export async function claimCheck(
  tenant: TenantContext,
  db: Db,
  connectionId: string,
  everySeconds: number,
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    INSERT INTO connection_cursor AS c (org_id, connection_id, trigger, cursor, updated_at)
    VALUES (${tenant.orgId}::uuid, ${connectionId}::uuid, 'upkeep:check-mapping', 'null'::jsonb, now())
    ON CONFLICT (org_id, connection_id, trigger) DO UPDATE SET updated_at = now()
    WHERE c.updated_at <= now() - make_interval(secs => ${everySeconds}::float8)
    RETURNING c.trigger`;
  return rows.length > 0;
}

export const findActiveConnectionIds = async (tenant: TenantContext, db: Db): Promise<string[]> =>
  (
    await db.connection.findMany({
      where: { orgId: tenant.orgId, status: { notIn: ['disabled', 'failing'] } },
      select: { id: true },
      orderBy: { id: 'asc' },
    })
  ).map(({ id }) => id);
