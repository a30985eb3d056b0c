// Which member of the org a technician of a connection is. Only a person says so: a name or an address that a vendor
// keeps links nobody by itself.
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { findEngineers, findMembers, linkEngineer } from './client-mapping.repository.ts';
import { findConnection } from './mapping.repository.ts';
import type { Suggestion } from './mapping.schema.ts';
import type { MappingDeps } from './mapping-deps.ts';
import { NameIndex } from './name-likeness.ts';
import type { PeopleMapping, ReadPeopleMappingInput, SavePeopleMappingInput } from './people-mapping.schema.ts';

type Deps = Pick<MappingDeps, 'database'>;

export const readPeopleMapping = (
  tenant: TenantContext,
  input: ReadPeopleMappingInput,
  deps: Deps,
): Promise<PeopleMapping> =>
  deps.database.withTenant(tenant, async (db) => {
    if (!(await findConnection(tenant, db, input.connectionId))) throw notFound('connection');
    const members = await findMembers(tenant, db);
    const index = new NameIndex(members);
    const people = (await findEngineers(tenant, db, input.connectionId)).map((engineer) => {
      const byAddress = members.flatMap(({ id, name, email }): Suggestion[] =>
        engineer.email !== null && email.toLowerCase() === engineer.email.trim().toLowerCase()
          ? [{ id, name, reason: 'The e-mail address is the same.', confidence: 0.98 }]
          : [],
      );
      const byName = index.suggest(engineer.name, ({ id }) => byAddress.some((one) => one.id === id));
      return {
        engineerId: engineer.id,
        externalId: engineer.externalId,
        name: engineer.name,
        email: engineer.email,
        isActive: engineer.active,
        member: members.find(({ id }) => id === engineer.memberId) ?? null,
        suggestions: [...byAddress, ...byName].filter(({ id }) => id !== engineer.memberId).slice(0, 3),
      };
    });
    return { people, members };
  });

export const savePeopleMapping = (
  tenant: TenantContext,
  input: SavePeopleMappingInput,
  deps: Deps,
): Promise<{ saved: number }> =>
  deps.database.withTenant(tenant, async (db) => {
    const { connectionId, choices } = input;
    if (!(await findConnection(tenant, db, connectionId))) throw notFound('connection');
    const members = new Map((await findMembers(tenant, db)).map((member) => [member.id, member]));
    const changes: string[] = [];
    for (const { engineerId, memberId } of choices) {
      if (memberId !== null && !members.has(memberId)) throw notFound('member');
      const { count } = await linkEngineer(tenant, db, connectionId, engineerId, memberId);
      if (count === 0) throw notFound('technician');
      changes.push(`${engineerId}: ${memberId ?? 'nobody'}`);
    }
    await writeAudit(tenant, db, {
      action: 'save-people-mapping',
      targetKind: 'connection',
      targetId: connectionId,
      detail: { saved: choices.length, changes: changes.join('; ').slice(0, 2_000) },
    });
    return { saved: choices.length };
  });
