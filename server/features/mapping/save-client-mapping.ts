// A person says which client a vendor's customer is. Devices and people that the vendor lists under it come along;
// what happened before stays where it happened. No sync changes it.
import { AppError, notFound } from '#server/platform/errors.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { clientSubjects, takeIdentityTurn } from '../identity/public.ts';
import { findClientsById, findIdentitiesById, insertNewClient } from './client-mapping.repository.ts';
import type { SaveClientMappingInput } from './client-mapping.schema.ts';
import { findConnection } from './mapping.repository.ts';
import type { MappingDeps } from './mapping-deps.ts';

const why = { confidence: 100, reason: 'A person chose it.' };

export const saveClientMapping = (
  tenant: TenantContext,
  input: SaveClientMappingInput,
  deps: Pick<MappingDeps, 'database'>,
): Promise<{ saved: number }> =>
  deps.database.withTenant(tenant, async (db) => {
    const { connectionId, choices } = input;
    await takeIdentityTurn(tenant, db);
    if (!(await findConnection(tenant, db, connectionId))) throw notFound('connection');
    const rows = await findIdentitiesById(
      tenant,
      db,
      connectionId,
      choices.map(({ identityId }) => identityId),
    );
    const clients = await findClientsById(
      tenant,
      db,
      choices.flatMap(({ clientId }) => clientId ?? []),
    );
    const changes: string[] = [];
    for (const { identityId, clientId, newClient } of choices) {
      const row = rows.find(({ id }) => id === identityId);
      if (!row) throw notFound('client of this connection');
      const known = clients.find(({ id }) => id === clientId);
      if (clientId && !known) throw notFound('client');
      const name = storableText(known?.name ?? newClient ?? '');
      const toId = known?.id ?? (await insertNewClient(tenant, db, name));
      if (!toId) {
        throw new AppError('CONFLICT', { message: `There is a client "${name}" already; choose it instead.` });
      }
      const records = await clientSubjects.recordsAt(tenant, db, [{ connectionId, externalId: row.externalId }]);
      await clientSubjects.move(tenant, db, records, toId, why);
      changes.push(`${row.name}: ${name}`);
    }
    await writeAudit(tenant, db, {
      action: 'save-client-mapping',
      targetKind: 'connection',
      targetId: connectionId,
      detail: { saved: choices.length, changes: changes.join('; ').slice(0, 2_000).toWellFormed() },
    });
    return { saved: choices.length };
  });
