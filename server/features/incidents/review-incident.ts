// What an incident's status should be, from its alerts, its runs and its tickets; in the caller's transaction.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  type IncidentState,
  lockIncident,
  noteOnIncident,
  readIncidentState,
  setIncidentStatus,
} from './incidents.repository.ts';

export interface Review {
  status: 'open' | 'working' | 'waiting' | 'escalated' | 'resolved';
  why: string;
}

const atWork = new Set(['queued', 'running', 'waiting', 'unknown']);

/** Pure: the first rule that applies decides. null = nothing says that it should change. */
export function judgeIncident(state: IncidentState, current: string): Review | null {
  const { runs } = state;
  if (runs.includes('unknown')) {
    return { status: 'open', why: 'A run does not know whether its last action happened. A person decides.' };
  }
  if (runs.some((status) => atWork.has(status))) {
    const isParked = runs.every((status) => !atWork.has(status) || status === 'waiting');
    return isParked ? { status: 'waiting', why: 'A run waits.' } : { status: 'working', why: 'A playbook is at work.' };
  }
  const isHandled = state.tickets > 0 && state.openTickets === 0;
  if (isHandled && (current === 'escalated' || state.activeAlerts === 0)) {
    return { status: 'resolved', why: 'Its tickets are closed.' };
  }
  const last = runs.at(-1);
  if (runs.includes('escalated')) return { status: 'escalated', why: 'Handed to a person.' };
  if (last === 'failed' || last === 'cancelled') {
    return {
      status: 'open',
      why: `The last run ${last === 'failed' ? 'failed' : 'was cancelled'}. A person looks at it.`,
    };
  }
  if (last === 'succeeded') return { status: 'resolved', why: 'The playbook fixed it.' };
  if (state.activeAlerts === 0) return { status: 'resolved', why: 'Every alert was cleared.' };
  if (last === 'stopped') return { status: 'open', why: 'The playbook stopped without a fix. A person looks at it.' };
  return null;
}

/** Locks the incident, so that no run can be started beside it. A closed incident stays closed. */
export async function reviewIncident(tenant: TenantContext, sql: Sql, incidentId: string): Promise<Review | null> {
  const incident = await lockIncident(tenant, sql, incidentId);
  if (!incident || incident.status === 'closed' || incident.status === 'resolved') return null;
  const review = judgeIncident(await readIncidentState(tenant, sql, incidentId), incident.status);
  if (!review || review.status === incident.status) return review;
  await setIncidentStatus(tenant, sql, incidentId, review.status);
  await noteOnIncident(tenant, sql, {
    incidentId,
    action: review.status === 'resolved' ? 'resolve-incident' : 'review-incident',
    why: review.why,
    detail: { from: incident.status, to: review.status },
  });
  return review;
}
