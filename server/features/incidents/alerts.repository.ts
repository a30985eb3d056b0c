// Alerts, written once per (connection, vendor id) and changed under the lock of that key.
import type { Sql } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableJson, storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { Whereabouts } from './identities.repository.ts';
import type { ReadAlert } from './vendor-facts.ts';

export interface KnownAlert {
  id: string;
  incidentId: string | null;
  deviceId: string | null;
  raisedAt: Date;
  clearedAt: Date | null;
  incidentStatus: string | null;
  incidentResolvedAt: Date | null;
}

/** Gives the alert's id and holds its lock to the end of the transaction: the same alert is taken in one by one. */
export async function lockAlertKey(tenant: TenantContext, sql: Sql, connectionId: string, externalId: string) {
  const key = [tenant.orgId, connectionId, externalId];
  await sql.query(
    'INSERT INTO alert_key (org_id, connection_id, external_id, alert_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [...key, newId()],
  );
  const alertId = await findAlertKey(tenant, sql, connectionId, externalId);
  if (!alertId) throw new Error('an alert key is neither new nor readable');
  return alertId;
}

/** With its lock; null when we never saw this alert. */
export async function findAlertKey(tenant: TenantContext, sql: Sql, connectionId: string, externalId: string) {
  const [row] = await sql.query<{ alert_id: string }>(
    'SELECT alert_id FROM alert_key WHERE org_id = $1 AND connection_id = $2 AND external_id = $3 FOR UPDATE',
    [tenant.orgId, connectionId, externalId],
  );
  return row?.alert_id ?? null;
}

export async function findKnownAlert(tenant: TenantContext, sql: Sql, alertId: string): Promise<KnownAlert | null> {
  const [row] = await sql.query<{
    id: string;
    incident_id: string | null;
    device_id: string | null;
    raised_at: Date;
    cleared_at: Date | null;
    status: string | null;
    resolved_at: Date | null;
  }>(
    `SELECT a.id, a.incident_id, a.device_id, a.raised_at, a.cleared_at, i.status, i.resolved_at
     FROM alert a LEFT JOIN incident i ON i.org_id = a.org_id AND i.id = a.incident_id
     WHERE a.org_id = $1 AND a.id = $2`,
    [tenant.orgId, alertId],
  );
  if (!row) return null;
  return {
    id: row.id,
    incidentId: row.incident_id,
    deviceId: row.device_id,
    raisedAt: row.raised_at,
    clearedAt: row.cleared_at,
    incidentStatus: row.status,
    incidentResolvedAt: row.resolved_at,
  };
}

export interface AlertRow extends Whereabouts {
  id: string;
  connectionId: string;
  incidentId: string;
  fingerprint: string;
  clearedAt: Date | null;
}

export async function saveAlert(tenant: TenantContext, sql: Sql, row: AlertRow, alert: ReadAlert): Promise<void> {
  await sql.query(
    `INSERT INTO alert (org_id, id, connection_id, external_id, incident_id, client_id, device_id, fingerprint, kind,
       severity, title, message, data, raised_at, cleared_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15)
     ON CONFLICT (org_id, id) DO UPDATE SET incident_id = excluded.incident_id, client_id = excluded.client_id,
       device_id = excluded.device_id, fingerprint = excluded.fingerprint, kind = excluded.kind, severity = excluded.severity,
       title = excluded.title, message = excluded.message, data = excluded.data, raised_at = excluded.raised_at,
       cleared_at = excluded.cleared_at`,
    [
      ...[
        tenant.orgId,
        row.id,
        row.connectionId,
        alert.id,
        row.incidentId,
        row.clientId,
        row.deviceId,
        row.fingerprint,
      ],
      ...[alert.kind, alert.severity, storableText(alert.title), storableText(alert.message), storableJson(alert.data)],
      ...[new Date(alert.raisedAt), row.clearedAt],
    ],
  );
}

export async function clearAlert(tenant: TenantContext, sql: Sql, alertId: string, at: Date): Promise<void> {
  await sql.query('UPDATE alert SET cleared_at = $3 WHERE org_id = $1 AND id = $2 AND cleared_at IS NULL', [
    tenant.orgId,
    alertId,
    at,
  ]);
}

/** A sync brought the device after the alert: both find their place, unless they have one. */
export async function placeAlert(
  tenant: TenantContext,
  sql: Sql,
  alertId: string,
  incidentId: string,
  at: Whereabouts,
) {
  const place =
    'device_id = $3, client_id = coalesce(client_id, $4) WHERE org_id = $1 AND id = $2 AND device_id IS NULL';
  await sql.query(`UPDATE alert SET ${place}`, [tenant.orgId, alertId, at.deviceId, at.clientId]);
  await sql.query(`UPDATE incident SET ${place}`, [tenant.orgId, incidentId, at.deviceId, at.clientId]);
}
