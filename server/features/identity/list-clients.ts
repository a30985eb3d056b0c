// Clients across connections: one row per customer, whatever number of systems know them.
import type { z } from 'zod';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { cutPage } from '#server/platform/paging.schema.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { clientSubjects } from './client-subjects.repository.ts';
import { countConflictsOf, countIncidentsOfClients, findClientPage, readClientRow } from './clients.repository.ts';
import { findOpenConflicts } from './conflicts.repository.ts';
import { describeConflicts } from './describe-conflicts.ts';
import { findMerged, findStanding } from './find-standing.ts';
import type { ClientView, clientPage, ListClientsInput, ReadSubjectInput } from './identity.schema.ts';
import type { IdentityDeps } from './identity-deps.ts';
import { listDecisions } from './list-decisions.ts';

export const listClients = (tenant: TenantContext, input: ListClientsInput, deps: IdentityDeps) =>
  deps.database.withTenant(tenant, async (db): Promise<z.infer<typeof clientPage>> => {
    if (input.cursor && !isId(input.cursor)) throw new AppError('INVALID_INPUT', { message: 'No such page.' });
    const page = cutPage(await findClientPage(tenant, db, input), input.limit, (row) => row.id);
    const ids = page.items.map(({ id }) => id);
    const conflicts = new Map(
      (await countConflictsOf(tenant, db, 'client', ids)).map((row) => [row.subjectId, row._count._all]),
    );
    const items = page.items.map((row) => ({
      id: row.id,
      name: row.name,
      devices: row._count.devices,
      people: row._count.people,
      openIncidents: row._count.incidents,
      records: row.identities.map((identity) => ({
        connection: identity.connection.name,
        connector: identity.connection.connector,
        name: identity.name,
        confidence: identity.confidence,
        isGone: identity.goneAt !== null,
      })),
      conflicts: conflicts.get(row.id) ?? 0,
    }));
    return { items, nextCursor: page.nextCursor };
  });

export const readClient = (tenant: TenantContext, input: ReadSubjectInput, deps: IdentityDeps): Promise<ClientView> =>
  deps.database.withTenant(tenant, async (db) => {
    const standing = await findStanding(tenant, db, clientSubjects, input.id);
    const row = standing && (await readClientRow(tenant, db, standing.id));
    if (!row) throw notFound('client');
    const ids = await findMerged(tenant, db, clientSubjects, row.id);
    return {
      id: row.id,
      name: row.name,
      isRedirected: row.id !== input.id,
      devices: row._count.devices,
      people: row._count.people,
      openIncidents: await countIncidentsOfClients(tenant, db, ids),
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
        facts: [{ label: 'Name', value: identity.name }],
      })),
      conflicts: await describeConflicts(tenant, db, await findOpenConflicts(tenant, db, 'client', [row.id])),
      decisions: await listDecisions(tenant, db, 'client', ids),
      createdAt: row.createdAt,
    };
  });
