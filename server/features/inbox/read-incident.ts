import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findConnectionNames, findIncident, findIncidentParts } from './inbox.repository.ts';
import { type InboxDeps, summarizeIncidents } from './list-incidents.ts';
import { summarizeTicket } from './list-tickets.ts';
import type { IncidentView } from './read-incident.schema.ts';
import { readTriage } from './read-triage.ts';

export const readIncident = (
  tenant: TenantContext,
  input: { incidentId: string },
  deps: InboxDeps,
): Promise<IncidentView> =>
  deps.database.withTenant(tenant, async (db) => {
    const row = await findIncident(tenant, db, input.incidentId);
    const [summary] = row ? await summarizeIncidents(tenant, db, [row]) : [];
    if (!row || !summary) throw notFound('incident');
    const parts = await findIncidentParts(tenant, db, row);
    const connections = await findConnectionNames(tenant, db);
    const connectorOf = (id: string | null) => (id && connections.get(id)?.connector) || null;
    return {
      incident: { ...summary, fingerprint: row.fingerprint, resolvedAt: row.resolvedAt },
      device: parts.device,
      triage: parts.triage && readTriage(parts.triage.picked, parts.triage.playbook),
      alerts: parts.alerts.map((alert) => ({ ...alert, connector: connectorOf(alert.connectionId) })),
      tickets: parts.tickets.map(summarizeTicket),
      evidence: parts.evidence.map((entry) => ({ ...entry, connector: connectorOf(entry.connectionId) })),
    };
  });
