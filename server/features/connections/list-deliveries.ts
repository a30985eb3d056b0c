// The last things a connection brought, and what became of them: the first question when nothing arrives.
import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { isFromPoll } from '../ingest/public.ts';
import type { ConnectionInput, DeliveryView } from './connection.schema.ts';
import { findConnection, findDeliveries } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';

export const listDeliveries = (
  tenant: TenantContext,
  input: ConnectionInput,
  deps: Pick<ConnectionsDeps, 'database'>,
): Promise<DeliveryView[]> =>
  deps.database.withTenant(tenant, async (db) => {
    if (!(await findConnection(tenant, db, input.connectionId))) throw notFound('connection');
    const rows = await findDeliveries(tenant, db, input.connectionId);
    return rows.map(({ headers, ...row }) => ({ ...row, via: isFromPoll(headers) ? 'poll' : 'webhook' }));
  });
