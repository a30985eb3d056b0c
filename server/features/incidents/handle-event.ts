// From a re-read alert or ticket to runs: take it in, think about it, start what fires. Each part commits by itself and
// is safe to repeat, so a crash between two of them costs nothing but a second look.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { IncidentLog, Triage } from './incident-ports.ts';
import { readIncidentState } from './incidents.repository.ts';
import { type StartedRuns, type StartMatchingDeps, startIncidentRuns, startTicketRuns } from './start-matching-runs.ts';
import { takeInAlert } from './take-in-alert.ts';
import { takeInTicket } from './take-in-ticket.ts';
import { hasTicketTriage } from './tickets.repository.ts';
import type { ReadAlert, ReadTicket } from './vendor-facts.ts';

export interface HandleEventDeps extends StartMatchingDeps {
  database: Pick<Database, 'sqlWithTenant'>;
  triage: Triage;
  log: IncidentLog;
}

export interface HandledAlert {
  incidentId: string;
  alertId: string;
  started: StartedRuns | null;
}

export async function handleAlert(
  tenant: TenantContext,
  input: { connectionId: string; alert: ReadAlert },
  deps: HandleEventDeps,
): Promise<HandledAlert> {
  const { incidentId, alertId, isActive } = await takeInAlert(tenant, input, deps);
  if (!isActive) return { incidentId, alertId, started: null };
  await triageOnce(tenant, incidentId, deps);
  const started = await deps.database.sqlWithTenant(tenant, (sql) =>
    startIncidentRuns(tenant, sql, { incidentId, alertId }, deps),
  );
  return { incidentId, alertId, started };
}

/** Thinking helps people and never holds the hands: a triage that fails stops no playbook. */
async function triageOnce(tenant: TenantContext, incidentId: string, deps: HandleEventDeps): Promise<void> {
  try {
    const state = await deps.database.sqlWithTenant(tenant, (sql) => readIncidentState(tenant, sql, incidentId));
    if (!state.hasTriage) await deps.triage(tenant, { incidentId });
  } catch (error) {
    deps.log.warn('triage failed', { orgId: tenant.orgId, incidentId, error: String(error) });
  }
}

export async function handleTicket(
  tenant: TenantContext,
  input: { connectionId: string; ticket: ReadTicket; change: string },
  deps: HandleEventDeps,
): Promise<{ ticketId: string; started: StartedRuns | null }> {
  const { ticketId, isOurs, isClosed } = await takeInTicket(tenant, input, deps);
  // the run's key keeps a repeated "created" from starting twice
  if (isOurs || isClosed || input.change !== 'created') return { ticketId, started: null };
  await triageTicket(tenant, ticketId, deps);
  const started = await deps.database.sqlWithTenant(tenant, (sql) => startTicketRuns(tenant, sql, ticketId, deps));
  return { ticketId, started };
}

async function triageTicket(tenant: TenantContext, ticketId: string, deps: HandleEventDeps): Promise<void> {
  try {
    const isTriaged = await deps.database.sqlWithTenant(tenant, (sql) => hasTicketTriage(tenant, sql, ticketId));
    if (!isTriaged) await deps.triage(tenant, { ticketId });
  } catch (error) {
    deps.log.warn('triage failed', { orgId: tenant.orgId, ticketId, error: String(error) });
  }
}
