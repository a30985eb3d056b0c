// What was promised: read, written, taken back. Every change is in the audit log with who made it.
import { notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { type SaveServiceLevelInput, savedServiceLevel } from './service-level.schema.ts';
import {
  clientExists,
  findServiceLevels,
  removeServiceLevelRow,
  saveServiceLevelRow,
} from './service-levels.repository.ts';
import { factsOf, type ServiceLevelsDeps } from './ticket-clocks.ts';

export const listServiceLevels = (tenant: TenantContext, deps: ServiceLevelsDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const rows = await findServiceLevels(tenant, db);
    return rows
      .map((row) =>
        savedServiceLevel.parse({ ...factsOf(row), id: row.id, client: row.client, updatedAt: row.updatedAt }),
      )
      .sort((a, b) => (a.client?.name ?? '').localeCompare(b.client?.name ?? ''));
  });

export const saveServiceLevel = (tenant: TenantContext, input: SaveServiceLevelInput, deps: ServiceLevelsDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    if (input.clientId && !(await clientExists(tenant, db, input.clientId))) throw notFound('client');
    const serviceLevelId = await saveServiceLevelRow(tenant, db, newId(), input);
    await writeAudit(tenant, db, {
      action: 'save-service-level',
      targetKind: 'service-level',
      targetId: serviceLevelId,
      detail: { name: input.name, clientId: input.clientId, timeZone: input.timeZone },
    });
    return { serviceLevelId };
  });

export const removeServiceLevel = (tenant: TenantContext, input: { serviceLevelId: string }, deps: ServiceLevelsDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const { count } = await removeServiceLevelRow(tenant, db, input.serviceLevelId);
    if (count === 0) throw notFound('service level');
    await writeAudit(tenant, db, {
      action: 'remove-service-level',
      targetKind: 'service-level',
      targetId: input.serviceLevelId,
      detail: {},
    });
    return { removed: true };
  });
