// Incidents: alerts that are one problem on one device.
import type { Sql } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableJson, storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { Whereabouts } from './identities.repository.ts';

export interface IncidentRow {
  id: string;
  status: string;
  deviceId: string | null;
  clientId: string | null;
}

interface RawIncident {
  id: string;
  status: string;
  device_id: string | null;
  client_id: string | null;
}
const incidentOf = (row: RawIncident): IncidentRow => ({
  id: row.id,
  status: row.status,
  deviceId: row.device_id,
  clientId: row.client_id,
});

/** Most severe first; what is not in the list counts as least. */
export const severities = ['critical', 'major', 'moderate', 'minor', 'info'];

/** One transaction at a time may decide about one problem of an org: without it two alerts at once are two incidents. */
export const lockProblem = (tenant: TenantContext, sql: Sql, fingerprint: string) =>
  sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`incident ${tenant.orgId} ${fingerprint}`]);

export async function findOpenIncident(
  tenant: TenantContext,
  sql: Sql,
  problem: Whereabouts & { fingerprint: string },
): Promise<IncidentRow | null> {
  const [row] = await sql.query<RawIncident>(
    `SELECT id, status, device_id, client_id FROM incident
     WHERE org_id = $1 AND fingerprint = $2 AND device_id IS NOT DISTINCT FROM $3 AND client_id IS NOT DISTINCT FROM $4
       AND status NOT IN ('resolved', 'closed')
     ORDER BY id DESC LIMIT 1 FOR UPDATE`,
    [tenant.orgId, problem.fingerprint, problem.deviceId, problem.clientId],
  );
  return row ? incidentOf(row) : null;
}

/** The newest one that was resolved after this alert was raised: then the alert is old news of it. */
export async function findIncidentResolvedAfter(
  tenant: TenantContext,
  sql: Sql,
  problem: Whereabouts & { fingerprint: string; raisedAt: Date },
): Promise<IncidentRow | null> {
  const [row] = await sql.query<RawIncident>(
    `SELECT id, status, device_id, client_id FROM incident
     WHERE org_id = $1 AND fingerprint = $2 AND device_id IS NOT DISTINCT FROM $3 AND client_id IS NOT DISTINCT FROM $4
       AND status IN ('resolved', 'closed') AND resolved_at >= $5
     ORDER BY id DESC LIMIT 1 FOR UPDATE`,
    [tenant.orgId, problem.fingerprint, problem.deviceId, problem.clientId, problem.raisedAt],
  );
  return row ? incidentOf(row) : null;
}

export async function lockIncident(tenant: TenantContext, sql: Sql, incidentId: string): Promise<IncidentRow | null> {
  const [row] = await sql.query<RawIncident>(
    'SELECT id, status, device_id, client_id FROM incident WHERE org_id = $1 AND id = $2 FOR UPDATE',
    [tenant.orgId, incidentId],
  );
  return row ? incidentOf(row) : null;
}

export interface NewIncident extends Whereabouts {
  fingerprint: string;
  kind: string;
  title: string;
  severity: string;
  at: Date;
  /** raised and cleared before anybody looked: kept for the record, nobody is bothered */
  resolvedAt: Date | null;
}

export async function insertIncident(tenant: TenantContext, sql: Sql, incident: NewIncident): Promise<string> {
  const id = newId();
  await sql.query(
    `INSERT INTO incident (org_id, id, client_id, device_id, fingerprint, kind, title, severity, status, alert_count,
       first_at, last_at, resolved_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10, $11)`,
    [
      ...[tenant.orgId, id, incident.clientId, incident.deviceId, incident.fingerprint, incident.kind],
      ...[storableText(incident.title), incident.severity, incident.resolvedAt ? 'resolved' : 'open', incident.at],
      incident.resolvedAt,
    ],
  );
  return id;
}

/** One more alert: it counts, and it can make the incident worse but never milder. */
export async function addToIncident(
  tenant: TenantContext,
  sql: Sql,
  incidentId: string,
  alert: { isNew: boolean; severity: string; at: Date },
): Promise<void> {
  await sql.query(
    `UPDATE incident SET alert_count = alert_count + $3, last_at = greatest(last_at, $4), first_at = least(first_at, $4),
       severity = CASE WHEN coalesce(array_position($6::text[], $5), 9) < coalesce(array_position($6::text[], severity), 9)
         THEN $5 ELSE severity END
     WHERE org_id = $1 AND id = $2`,
    [tenant.orgId, incidentId, alert.isNew ? 1 : 0, alert.at, alert.severity, severities],
  );
}

/** Has no alert of this connection spoken of it yet, while one of another connection has? */
export async function isToldByOthersOnly(
  tenant: TenantContext,
  sql: Sql,
  incidentId: string,
  connectionId: string,
): Promise<boolean> {
  const [row] = await sql.query<{ own: boolean; others: boolean }>(
    `SELECT coalesce(bool_or(connection_id = $3), false) AS own, coalesce(bool_or(connection_id <> $3), false) AS others
     FROM alert WHERE org_id = $1 AND incident_id = $2`,
    [tenant.orgId, incidentId, connectionId],
  );
  return row !== undefined && !row.own && row.others;
}

export async function setIncidentStatus(
  tenant: TenantContext,
  sql: Sql,
  incidentId: string,
  status: string,
): Promise<void> {
  await sql.query(
    `UPDATE incident SET status = $3::incident_status,
       resolved_at = CASE WHEN $3 = 'resolved' THEN coalesce(resolved_at, now()) ELSE NULL END
     WHERE org_id = $1 AND id = $2`,
    [tenant.orgId, incidentId, status],
  );
}

export interface IncidentState {
  /** alerts that the vendor still calls active */
  activeAlerts: number;
  hasTriage: boolean;
  /** the statuses of its runs, oldest first */
  runs: string[];
  openTickets: number;
  tickets: number;
}

export async function readIncidentState(tenant: TenantContext, sql: Sql, incidentId: string): Promise<IncidentState> {
  const [row] = await sql.query<{
    active_alerts: string;
    has_triage: boolean;
    runs: string[] | null;
    open_tickets: string;
    tickets: string;
  }>(
    `SELECT (SELECT count(*) FROM alert WHERE org_id = $1 AND incident_id = $2 AND cleared_at IS NULL) AS active_alerts,
       EXISTS (SELECT FROM triage WHERE org_id = $1 AND incident_id = $2) AS has_triage,
       (SELECT array_agg(status::text ORDER BY id) FROM run WHERE org_id = $1 AND incident_id = $2) AS runs,
       (SELECT count(*) FROM ticket WHERE org_id = $1 AND incident_id = $2 AND NOT is_closed) AS open_tickets,
       (SELECT count(*) FROM ticket WHERE org_id = $1 AND incident_id = $2) AS tickets`,
    [tenant.orgId, incidentId],
  );
  return {
    activeAlerts: Number(row?.active_alerts ?? 0),
    hasTriage: row?.has_triage ?? false,
    runs: row?.runs ?? [],
    openTickets: Number(row?.open_tickets ?? 0),
    tickets: Number(row?.tickets ?? 0),
  };
}

/** What happened to an incident and why, for its timeline: the audit log is the only memory of it. */
export async function noteOnIncident(
  tenant: TenantContext,
  sql: Sql,
  note: { incidentId: string; action: string; why: string; detail?: Record<string, unknown> },
): Promise<void> {
  await sql.query(
    `INSERT INTO audit_entry (org_id, id, actor, action, target_kind, target_id, why, detail)
     VALUES ($1, $2, $3, $4, 'incident', $5, $6, $7::jsonb)`,
    [
      tenant.orgId,
      newId(),
      tenant.actor,
      note.action,
      note.incidentId,
      storableText(note.why),
      storableJson(note.detail ?? {}),
    ],
  );
}

/** Called "at work", but no run is. */
export async function findStaleIncidents(tenant: TenantContext, sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT i.id FROM incident i WHERE i.org_id = $1 AND i.status IN ('working', 'waiting') AND NOT EXISTS (
       SELECT FROM run r WHERE r.org_id = $1 AND r.incident_id = i.id AND r.status IN ('queued', 'running', 'waiting'))
     ORDER BY i.id LIMIT 500`,
    [tenant.orgId],
  );
  return rows.map((row) => row.id);
}
