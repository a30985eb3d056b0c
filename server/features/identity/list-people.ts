// People at clients, as PSA, documentation and directories list them.
import type { z } from 'zod';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { countConflictsOf, findPeoplePage } from './clients.repository.ts';
import { describePersonFacts } from './describe-records.ts';
import type { ListPeopleInput, personPage } from './identity.schema.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { readPersonFacts } from './identity-facts.ts';

export const listPeople = (tenant: TenantContext, input: ListPeopleInput, deps: IdentityDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof personPage>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const page = cutPage(await findPeoplePage(tenant, db, input), input.limit, (row) => row.id);
    const counts = await countConflictsOf(
      tenant,
      db,
      'person',
      page.items.map(({ id }) => id),
    );
    const conflicts = new Map(counts.map((row) => [row.subjectId, row._count._all]));
    const items = page.items.map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      client: row.client,
      isActive: row.isActive,
      goneAt: row.goneAt,
      conflicts: conflicts.get(row.id) ?? 0,
      records: row.identities.map((identity) => ({
        id: identity.id,
        connectionId: identity.connection.id,
        connection: identity.connection.name,
        connector: identity.connection.connector,
        externalId: identity.externalId,
        matchedBy: identity.matchedBy,
        confidence: identity.confidence,
        reason: identity.reason,
        seenAt: identity.seenAt,
        goneAt: identity.goneAt,
        facts: describePersonFacts(readPersonFacts(identity.facts)),
      })),
    }));
    return { items, nextCursor: page.nextCursor };
  });
