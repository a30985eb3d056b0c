// Which playbooks would fire on an incident or a ticket, and why the others would not; starts nothing.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { loadIncidentFacts, loadTicketFacts } from './facts.repository.ts';
import type { PlaybookMatcher } from './incident-ports.ts';
import { findLivePlaybooks } from './live-playbooks.repository.ts';
import { handOverSlug } from './start-matching-runs.ts';

export interface CandidatePlaybook {
  id: string;
  slug: string;
  title: string;
  fires: boolean;
  /** what fired, or the first false condition with its value */
  why: string;
}

export function findCandidates(
  tenant: TenantContext,
  subject: { incidentId: string; ticketId?: undefined } | { ticketId: string; incidentId?: undefined },
  deps: { database: Pick<Database, 'sqlWithTenant'>; matcher: PlaybookMatcher },
): Promise<CandidatePlaybook[]> {
  return deps.database.sqlWithTenant(tenant, async (sql) => {
    const facts =
      subject.incidentId === undefined
        ? await loadTicketFacts(tenant, sql, subject.ticketId)
        : await loadIncidentFacts(tenant, sql, { incidentId: subject.incidentId, alertId: null });
    if (!facts) return [];
    const playbooks = (await findLivePlaybooks(tenant, sql)).filter(({ slug }) => slug !== handOverSlug);
    return playbooks.map((playbook) => {
      const { fires, why } = deps.matcher.match(playbook, facts);
      return { id: playbook.id, slug: playbook.slug, title: playbook.title, fires, why };
    });
  });
}
