// What we know of technicians beyond their PSA: tier and skills.
import type { Database } from '#server/platform/db/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { changeEngineer, countOpenTickets, findEngineers } from './people.repository.ts';
import type { UpdateEngineerInput } from './people.schema.ts';

export interface PeopleDeps {
  database: Database;
}

export const listEngineers = (tenant: TenantContext, deps: PeopleDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const load = await countOpenTickets(tenant, db);
    return (await findEngineers(tenant, db, null)).map(({ id, name, email, tier, skills }) => ({
      id,
      name,
      email,
      tier,
      skills,
      openTickets: load.get(name) ?? 0,
    }));
  });

export const updateEngineer = (tenant: TenantContext, input: UpdateEngineerInput, deps: PeopleDeps) =>
  deps.database.withTenant(tenant, async (db) => {
    const { engineerId, ...changes } = input;
    const { count } = await changeEngineer(tenant, db, engineerId, changes);
    if (count === 0) throw notFound('engineer');
    await writeAudit(tenant, db, {
      action: 'update-engineer',
      targetKind: 'engineer',
      targetId: engineerId,
      detail: { tier: changes.tier ?? null, skills: changes.skills?.join(', ') ?? null },
    });
    return { updated: true };
  });
