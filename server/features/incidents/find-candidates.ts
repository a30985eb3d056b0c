// Which playbooks would fire on an incident, and why the others would not; starts nothing.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { loadIncidentFacts } from './facts.repository.ts';
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
  incidentId: string,
  deps: { database: Pick<Database, 'sqlWithTenant'>; matcher: PlaybookMatcher },
): Promise<CandidatePlaybook[]> {
  return deps.database.sqlWithTenant(tenant, async (sql) => {
    const facts = await loadIncidentFacts(tenant, sql, { incidentId, alertId: null });
    if (!facts) return [];
    const playbooks = (await findLivePlaybooks(tenant, sql)).filter(({ slug }) => slug !== handOverSlug);
    return playbooks.map((playbook) => {
      const { fires, why } = deps.matcher.match(playbook, facts);
      return { id: playbook.id, slug: playbook.slug, title: playbook.title, fires, why };
    });
  });
}
