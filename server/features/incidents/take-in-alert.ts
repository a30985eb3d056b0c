// One alert, as just re-read from the vendor, into our tables: known or new, raised or cleared, part of which problem.
// Safe to repeat and to race; what the vendor says now wins over the order in which hooks arrived.
import type { Database, Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  clearAlert,
  findAlertKey,
  findKnownAlert,
  type KnownAlert,
  lockAlertKey,
  placeAlert,
  saveAlert,
} from './alerts.repository.ts';
import { fingerprintOf, sharedFieldsOf } from './fingerprint.ts';
import { findWhereabouts, type Whereabouts } from './identities.repository.ts';
import {
  addToIncident,
  findIncidentResolvedAfter,
  findOpenIncident,
  insertIncident,
  isToldByOthersOnly,
  lockProblem,
  noteOnIncident,
} from './incidents.repository.ts';
import { reviewIncident } from './review-incident.ts';
import type { ReadAlert } from './vendor-facts.ts';

export interface TakenAlert {
  alertId: string;
  incidentId: string;
  isNewIncident: boolean;
  /** still a problem: triage and playbooks should look at it */
  isActive: boolean;
}

export function takeInAlert(
  tenant: TenantContext,
  input: { connectionId: string; alert: ReadAlert },
  deps: { database: Pick<Database, 'sqlWithTenant'>; now: () => Date },
): Promise<TakenAlert> {
  const { connectionId, alert } = input;
  return deps.database.sqlWithTenant(tenant, async (sql) => {
    const alertId = await lockAlertKey(tenant, sql, connectionId, alert.id);
    const known = await findKnownAlert(tenant, sql, alertId);
    const clearedAt = alert.isActive ? null : new Date(alert.clearedAt ?? deps.now());
    if (known?.incidentId && !isRaisedAgain(known, alert)) {
      return updateKnown(tenant, sql, { connectionId, alert, known, incidentId: known.incidentId, clearedAt });
    }
    const where = await findWhereabouts(tenant, sql, {
      connectionId,
      device: alert.device?.id ?? null,
      client: alert.client?.id ?? null,
    });
    const fingerprint = problemOf(connectionId, alert, where);
    const { incidentId, isNew } = await joinIncident(tenant, sql, {
      connectionId,
      alert,
      where,
      fingerprint,
      clearedAt,
    });
    await saveAlert(tenant, sql, { id: alertId, connectionId, incidentId, fingerprint, clearedAt, ...where }, alert);
    if (clearedAt && !isNew) await reviewIncident(tenant, sql, incidentId);
    return { alertId, incidentId, isNewIncident: isNew && alert.isActive, isActive: alert.isActive };
  });
}

/** The vendor no longer has it: whatever it was, it is not active. An alert we never saw leaves no trace. */
export function takeInGoneAlert(
  tenant: TenantContext,
  input: { connectionId: string; externalId: string },
  deps: { database: Pick<Database, 'sqlWithTenant'>; now: () => Date },
): Promise<void> {
  return deps.database.sqlWithTenant(tenant, async (sql) => {
    const alertId = await findAlertKey(tenant, sql, input.connectionId, input.externalId);
    const known = alertId ? await findKnownAlert(tenant, sql, alertId) : null;
    if (!known?.incidentId) return;
    await clearAlert(tenant, sql, known.id, deps.now());
    await reviewIncident(tenant, sql, known.incidentId);
  });
}

/** Some vendors use one alert id for ever: later than our end of it is a new occurrence, anything else is old news. */
function isRaisedAgain(known: KnownAlert, alert: ReadAlert): boolean {
  if (!alert.isActive) return false;
  const isOver = known.incidentStatus === 'resolved' || known.incidentStatus === 'closed';
  const ends = [known.clearedAt, isOver ? known.incidentResolvedAt : null].filter((end) => end !== null);
  const raisedAt = new Date(alert.raisedAt);
  return ends.length > 0 && raisedAt > known.raisedAt && ends.every((end) => raisedAt > end);
}

async function updateKnown(
  tenant: TenantContext,
  sql: Sql,
  change: { connectionId: string; alert: ReadAlert; known: KnownAlert; incidentId: string; clearedAt: Date | null },
): Promise<TakenAlert> {
  const { alert, known, incidentId } = change;
  if (!known.deviceId && alert.device) await placeLate(tenant, sql, { ...change, deviceId: alert.device.id });
  if (change.clearedAt) {
    await clearAlert(tenant, sql, known.id, change.clearedAt);
    await reviewIncident(tenant, sql, incidentId);
  } else if (!known.clearedAt) {
    await addToIncident(tenant, sql, incidentId, {
      isNew: false,
      severity: alert.severity,
      at: new Date(alert.raisedAt),
    });
  }
  // an "active" that was read before the alert was cleared does not bring it back
  const isOver = known.incidentStatus === 'resolved' || known.incidentStatus === 'closed';
  const isActive = change.clearedAt === null && known.clearedAt === null && !isOver;
  return { alertId: known.id, incidentId, isNewIncident: false, isActive };
}

async function placeLate(
  tenant: TenantContext,
  sql: Sql,
  change: { connectionId: string; known: KnownAlert; incidentId: string; deviceId: string },
): Promise<void> {
  const { connectionId, known, incidentId } = change;
  const where = await findWhereabouts(tenant, sql, { connectionId, device: change.deviceId, client: null });
  if (!where.deviceId) return;
  await placeAlert(tenant, sql, known.id, incidentId, where);
  await noteOnIncident(tenant, sql, { incidentId, action: 'place-incident', why: 'The device is known here now.' });
}

/** Two devices that nobody knows are not one device. */
function problemOf(connectionId: string, alert: ReadAlert, where: Whereabouts): string {
  const shared = where.deviceId ? sharedFieldsOf(alert.kind, alert.data) : null;
  // the device is part of the search for an open incident
  if (shared) return fingerprintOf(alert.kind, shared, ['shared']);
  const scope = where.deviceId || !alert.device ? [] : [connectionId, alert.device.id];
  return fingerprintOf(alert.kind, alert.fingerprint, scope);
}

async function joinIncident(
  tenant: TenantContext,
  sql: Sql,
  input: {
    connectionId: string;
    alert: ReadAlert;
    where: Whereabouts;
    fingerprint: string;
    clearedAt: Date | null;
  },
): Promise<{ incidentId: string; isNew: boolean }> {
  const { alert, where, fingerprint } = input;
  const at = new Date(alert.raisedAt);
  await lockProblem(tenant, sql, fingerprint);
  const open = await findOpenIncident(tenant, sql, { ...where, fingerprint });
  if (open) {
    // the same trouble, told by a second tool: it has not happened again
    const isNew = !(await isToldByOthersOnly(tenant, sql, open.id, input.connectionId));
    await addToIncident(tenant, sql, open.id, { isNew, severity: alert.severity, at });
    return { incidentId: open.id, isNew: false };
  }
  // a second tool that tells late of what was dealt with meanwhile; one that tells again has a new occurrence
  const past = await findIncidentResolvedAfter(tenant, sql, { ...where, fingerprint, raisedAt: at });
  if (past && (await isToldByOthersOnly(tenant, sql, past.id, input.connectionId)))
    return { incidentId: past.id, isNew: false };
  const { kind, title, severity } = alert;
  const incident = { ...where, fingerprint, kind, title, severity, at, resolvedAt: input.clearedAt };
  const incidentId = await insertIncident(tenant, sql, incident);
  if (!where.deviceId)
    await noteOnIncident(tenant, sql, { incidentId, action: 'flag-incident', why: sayUnknown(alert) });
  return { incidentId, isNew: true };
}

function sayUnknown(alert: ReadAlert): string {
  if (!alert.device) return 'The alert names no device: nothing is run, a person looks at it.';
  const name = alert.device.name ? `"${alert.device.name}" (${alert.device.id})` : alert.device.id;
  return `The device ${name} is not known here: nothing is run on it. Sync or match it under Connections.`;
}
