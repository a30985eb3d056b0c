import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { writeAudit } from '../audit/public.ts';
import { replayDelivery } from '../ingest/public.ts';
import { findConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import type { ReplayEventInput } from './webhook.schema.ts';

/** @throws AppError NOT_FOUND when there is no such delivery of this connection, or it is still waiting */
export async function replayEvent(
  tenant: TenantContext,
  input: ReplayEventInput,
  deps: Pick<ConnectionsDeps, 'database'>,
) {
  const { connectionId, eventId } = input;
  const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, connectionId));
  if (!row) throw notFound('connection');
  await replayDelivery(tenant, { inboxId: eventId, connectionId }, deps);
  await deps.database.withTenant(tenant, (db) =>
    writeAudit(tenant, db, {
      action: 'replay-event',
      targetKind: 'connection',
      targetId: connectionId,
      detail: { event: eventId, name: row.name },
    }),
  );
  return { replayed: true };
}
