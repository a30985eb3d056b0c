import type { z } from 'zod';
import type { Database, Db } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  countIncidentFacets,
  findAlertSources,
  findConnectionNames,
  findIncidents,
  type IncidentRow,
} from './inbox.repository.ts';
import {
  type IncidentFacets,
  type IncidentFilter,
  type IncidentSummary,
  incidentStatuses,
  type ListIncidentsInput,
  type listIncidentsOutput,
  severities,
} from './list-incidents.schema.ts';

export interface InboxDeps {
  database: Database;
}

export const listIncidents = (tenant: TenantContext, input: ListIncidentsInput, deps: InboxDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof listIncidentsOutput>> => {
    const page = { after: input.cursor ? readCursor(input.cursor) : null, limit: input.limit };
    const rows = await findIncidents(tenant, db, input, page);
    const incidents = await summarizeIncidents(tenant, db, rows);
    return cutPage(incidents, input.limit, (row) => `${row.lastAt.toISOString()}_${row.id}`);
  });

function readCursor(cursor: string): { at: Date; id: string } {
  const [at = '', id = ''] = cursor.split('_');
  const date = new Date(at);
  if (Number.isNaN(date.getTime()) || !isId(id)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
  return { at: date, id };
}

export async function summarizeIncidents(
  tenant: TenantContext,
  db: Db,
  rows: IncidentRow[],
): Promise<IncidentSummary[]> {
  const sources = await findAlertSources(
    tenant,
    db,
    rows.map((row) => row.id),
  );
  const connections = await findConnectionNames(tenant, db);
  return rows.map((row) => {
    const fromAlerts = sources.filter((source) => source.incidentId === row.id);
    const connectors = [
      ...fromAlerts.flatMap((source) => connections.get(source.connectionId)?.connector ?? []),
      ...row.tickets.map((ticket) => ticket.connection.connector),
    ];
    return {
      id: row.id,
      title: row.title,
      kind: row.kind,
      severity: row.severity,
      status: row.status,
      alertCount: row.alertCount,
      client: row.client,
      device: row.device,
      sources: [...new Set(connectors)],
      ticket: row.tickets[0] ?? null,
      firstAt: row.firstAt,
      lastAt: row.lastAt,
    };
  });
}

export const countIncidents = (tenant: TenantContext, filter: IncidentFilter, deps: InboxDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<IncidentFacets> => {
    const counted = await countIncidentFacets(tenant, db, filter);
    const names = new Map(counted.clients.map((client) => [client.id, client.name]));
    const entry = (value: string, label: string, count: number) => ({ value, label, count });
    const inOrder = (order: readonly string[], facet: { value: string; label: string; count: number }[]) =>
      facet.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
    return {
      status: inOrder(
        incidentStatuses,
        counted.status.map((group) => entry(group.status, group.status, group._count._all)),
      ),
      severity: inOrder(
        severities,
        counted.severity.map((group) => entry(group.severity, group.severity, group._count._all)),
      ),
      client: counted.client.flatMap((group) =>
        group.clientId ? [entry(group.clientId, names.get(group.clientId) ?? '?', group._count._all)] : [],
      ),
      total: counted.total,
    };
  });
