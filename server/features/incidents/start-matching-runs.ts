// Which playbooks fire on what has just become known, and the start of their runs: in one transaction, under keys that
// make one event one run. When nothing fires on a problem that matters, the hand-over playbook gives it to a person.
import type { Sql } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type Facts, idOf, loadIncidentFacts, loadTicketFacts } from './facts.repository.ts';
import type { PlaybookMatcher, StartRun, TriggerAnswer } from './incident-ports.ts';
import { lockIncident, noteOnIncident, setIncidentStatus } from './incidents.repository.ts';
import { findLivePlaybooks, type LivePlaybook } from './live-playbooks.repository.ts';

/** Started by name when no trigger fired; every org has it unless somebody switched it off. */
export const handOverSlug = 'hand-over';
/** below this nobody gets a ticket for an alert that no playbook knows; it stays in the inbox */
const handedOver = new Set(['critical', 'major', 'moderate']);

export interface StartMatchingDeps {
  matcher: PlaybookMatcher;
  startRun: StartRun;
  now: () => Date;
}

export interface StartedRuns {
  runs: { runId: string; slug: string; isNew: boolean }[];
  /** playbook slug -> why it did not fire */
  declined: Record<string, string>;
}

const nothing: StartedRuns = { runs: [], declined: {} };

export async function startIncidentRuns(
  tenant: TenantContext,
  sql: Sql,
  about: { incidentId: string; alertId: string },
  deps: StartMatchingDeps,
): Promise<StartedRuns> {
  // the lock: an incident that is being resolved gets no run, and one with a run is not resolved under it
  const incident = await lockIncident(tenant, sql, about.incidentId);
  // once a person has it, nothing acts behind their back
  if (!incident || ['resolved', 'closed', 'escalated'].includes(incident.status)) return nothing;
  const facts = await loadIncidentFacts(tenant, sql, about);
  if (!facts) return nothing;
  const eventKey = `incident:${about.incidentId}`;
  const started = await startEach(tenant, sql, { facts, eventKey, mayHandOver: true }, deps);
  const fresh = started.runs.filter((run) => run.isNew);
  if (fresh.length > 0) {
    if (incident.status === 'open') await setIncidentStatus(tenant, sql, incident.id, 'working');
    for (const run of fresh) {
      const why =
        run.slug === handOverSlug ? 'No playbook knows this problem: handed to a person.' : `${run.slug} was started.`;
      await noteOnIncident(tenant, sql, {
        incidentId: incident.id,
        action: 'start-run',
        why,
        detail: { runId: run.runId, playbook: run.slug, declined: started.declined },
      });
    }
  }
  return started;
}

export async function startTicketRuns(
  tenant: TenantContext,
  sql: Sql,
  ticketId: string,
  deps: StartMatchingDeps,
): Promise<StartedRuns> {
  const facts = await loadTicketFacts(tenant, sql, ticketId);
  if (!facts) return nothing;
  return startEach(tenant, sql, { facts, eventKey: `ticket:${ticketId}`, mayHandOver: false }, deps);
}

interface Event {
  facts: Facts;
  eventKey: string;
  mayHandOver: boolean;
}

async function startEach(tenant: TenantContext, sql: Sql, event: Event, deps: StartMatchingDeps): Promise<StartedRuns> {
  const playbooks = await findLivePlaybooks(tenant, sql);
  const started: StartedRuns = { runs: [], declined: {} };
  for (const playbook of playbooks) {
    if (playbook.slug === handOverSlug) continue;
    const answer = deps.matcher.match(playbook, event.facts);
    if (!answer.fires) started.declined[playbook.slug] = answer.why;
    else started.runs.push(await start(tenant, sql, { playbook, answer, event }, deps));
  }
  if (started.runs.length > 0 || !event.mayHandOver || !canBeHandedOver(event.facts)) return started;
  const handOver = playbooks.find((playbook) => playbook.slug === handOverSlug);
  if (!handOver) return started;
  const answer = deps.matcher.prepare(handOver);
  if (answer) started.runs.push(await start(tenant, sql, { playbook: handOver, answer, event }, deps));
  return started;
}

/** A ticket needs a client: without one the problem stays in the inbox, where it is flagged. */
function canBeHandedOver(facts: Facts): boolean {
  const { incident } = facts;
  const severity = incident && typeof incident === 'object' && 'severity' in incident ? incident.severity : null;
  return handedOver.has(String(severity)) && (facts.client !== null || facts.ticket !== null);
}

async function start(
  tenant: TenantContext,
  sql: Sql,
  input: { playbook: LivePlaybook; answer: Pick<TriggerAnswer, 'inputs' | 'wallTimeMs'>; event: Event },
  deps: StartMatchingDeps,
): Promise<StartedRuns['runs'][number]> {
  const { playbook, answer, event } = input;
  const run = await deps.startRun(sql, {
    orgId: tenant.orgId,
    playbookId: playbook.id,
    versionId: playbook.versionId,
    contentHash: playbook.contentHash,
    eventKey: event.eventKey,
    facts: event.facts,
    inputs: answer.inputs,
    incidentId: idOf(event.facts, 'incident'),
    ticketId: idOf(event.facts, 'ticket'),
    clientId: idOf(event.facts, 'client'),
    deviceId: idOf(event.facts, 'device'),
    startedBy: tenant.actor,
    deadlineAt: new Date(deps.now().getTime() + answer.wallTimeMs),
  });
  return { ...run, slug: playbook.slug };
}
