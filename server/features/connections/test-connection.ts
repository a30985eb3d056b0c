import { notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionInput } from './connection.schema.ts';
import { findConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import type { TestResult } from './vendor-gateway.ts';

/** The bus notes on the connection what came of it, good or bad. */
export async function testConnection(
  tenant: TenantContext,
  input: ConnectionInput,
  deps: ConnectionsDeps,
): Promise<TestResult> {
  const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!row) throw notFound('connection');
  const { summary, warnings } = await deps.vendors.test(tenant, row.id);
  return { summary, warnings };
}
