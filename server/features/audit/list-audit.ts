import type { z } from 'zod';
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { idAt, isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findAuditActions, findAuditEntries } from './audit.repository.ts';
import type { ListAuditInput, listAuditOutput } from './list-audit.schema.ts';
import { nameActors } from './name-actors.ts';

export interface AuditDeps {
  database: Database;
  now: () => Date;
}

export const listAudit = (tenant: TenantContext, input: ListAuditInput, deps: AuditDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof listAuditOutput>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const rows = await findAuditEntries(tenant, db, input);
    const nameOf = await nameActors(
      tenant,
      db,
      rows.map((row) => row.actor),
    );
    const entries = rows.map((row) => ({
      id: row.id,
      actor: row.actor,
      actorName: nameOf(row.actor),
      action: row.action,
      targetKind: row.targetKind,
      targetId: row.targetId,
      why: row.why,
      detail: row.detail,
      at: row.at,
    }));
    return cutPage(entries, input.limit, (entry) => entry.id);
  });

/** Actions of the last 90 days: the choices of the filter. */
export const listAuditActions = (tenant: TenantContext, deps: AuditDeps): Promise<string[]> =>
  deps.database.withTenant(tenant, async (db) => {
    const sinceId = idAt(new Date(deps.now().getTime() - 90 * 86_400_000));
    return (await findAuditActions(tenant, db, sinceId)).map((row) => row.action);
  });
