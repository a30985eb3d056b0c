// The address that a vendor calls: telling it to the vendor, and replacing it.
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import type { ConnectionInput } from './connection.schema.ts';
import { sealIngestSecret } from './connection-secrets.ts';
import { changeConnection, findConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { webhookUrl } from './list-connections.ts';

export async function registerWebhook(tenant: TenantContext, input: ConnectionInput, deps: ConnectionsDeps) {
  const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!row) throw notFound('connection');
  // first the entry, then the call: the vendor must not know of something that our log does not
  await deps.database.withTenant(tenant, (db) =>
    writeAudit(tenant, db, {
      action: 'register-webhook',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: row.name },
    }),
  );
  await deps.vendors.registerWebhook(tenant, row.id, await webhookUrl(tenant, row, deps));
  return { registered: true };
}

/** The old address stops working within seconds; the vendor must be told the new one. */
export async function rotateIngestSecret(tenant: TenantContext, input: ConnectionInput, deps: ConnectionsDeps) {
  const ingest = await sealIngestSecret(tenant, deps.keyring, input.connectionId);
  await deps.database.withTenant(tenant, async (db) => {
    const row = await findConnection(tenant, db, input.connectionId);
    if (!row) throw notFound('connection');
    await changeConnection(tenant, db, row.id, ingest);
    await writeAudit(tenant, db, {
      action: 'rotate-ingest-secret',
      targetKind: 'connection',
      targetId: row.id,
      detail: { name: row.name },
    });
  });
  return { rotated: true };
}
