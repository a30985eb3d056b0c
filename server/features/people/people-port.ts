// The engine's PeoplePort over our engineers.
import type { PeoplePort } from '#server/engine/ports/people.ts';
import type { JsonObject } from '#server/engine/ports/run-records.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { chooseEngineer } from './choose-engineer.ts';
import { countOpenTickets, findEngineers, findRunTicket } from './people.repository.ts';

export const createPeoplePort = (deps: { database: Database }): PeoplePort => ({
  choose: (run, wish) => {
    const tenant: TenantContext = { orgId: run.orgId, actor: `run:${run.runId}`, role: 'system' };
    return deps.database.withTenant(tenant, async (db) => {
      const ticket = await findRunTicket(tenant, db, run.runId);
      const engineers = await findEngineers(tenant, db, ticket?.connectionId ?? ticketConnection(wish.facts));
      const load = await countOpenTickets(tenant, db);
      const candidates = engineers.map((engineer) => ({ ...engineer, openTickets: load.get(engineer.name) ?? 0 }));
      return chooseEngineer({ to: wish.to, topics: topicsOf(wish.facts) }, candidates);
    });
  },
});

/** Words of ours and of the vendor's that say what it is about. Text a customer wrote can tip the scale between two
 *  engineers, never name one: names and tiers come from the playbook. */
export function topicsOf(facts: JsonObject): string[] {
  const topics: string[] = [];
  for (const name of ['alert', 'incident', 'ticket']) {
    const fact = facts[name];
    if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) continue;
    for (const key of ['kind', 'category', 'title']) {
      const value = fact[key];
      if (typeof value === 'string') topics.push(value);
    }
    const { data } = fact;
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
      for (const value of Object.values(data)) if (typeof value === 'string') topics.push(value.slice(0, 200));
    }
  }
  return topics;
}

function ticketConnection(facts: JsonObject): string | null {
  const { ticket } = facts;
  if (typeof ticket !== 'object' || ticket === null || Array.isArray(ticket)) return null;
  return typeof ticket.connectionId === 'string' ? ticket.connectionId : null;
}
