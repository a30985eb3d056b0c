// Does the vendor reach us? Counted from now: a sandbox is told to make news, of any other vendor a person does, and
// what arrives and proves to be the vendor's is seen in the inbox.
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { pollMark } from '../ingest/public.ts';
import type { ConnectionInput } from './connection.schema.ts';
import { findConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { controlUrlOf } from './send-test-alert.ts';
import { findArrival, readDatabaseTime } from './webhook.repository.ts';
import type { TestWebhookOutput, WebhookArrivalInput, WebhookArrivalOutput } from './webhook.schema.ts';

export async function testWebhook(
  tenant: TenantContext,
  input: ConnectionInput,
  deps: ConnectionsDeps,
): Promise<TestWebhookOutput> {
  const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!row) throw notFound('connection');
  const info = deps.vendors.describe(row.connector);
  if (!info.hasWebhook) throw new AppError('UNSUPPORTED', { message: `${info.name} sends no webhooks; it is polled.` });
  // by the clock that stamps what arrives
  const since = (await deps.database.sqlWithTenant(tenant, readDatabaseTime)).toISOString();
  const controlUrl = row.isSandbox ? controlUrlOf(row.settings) : null;
  if (controlUrl === null) {
    const what = info.systems.includes('psa') ? 'Open or change a ticket' : 'Let an alert be raised';
    return { since, wasSent: false, hint: `${what} in ${info.name} now; its call should arrive within a minute.` };
  }
  const isTickets = info.systems.includes('psa') && !info.systems.includes('rmm');
  await deps.vendors.tellSandbox(controlUrl, isTickets ? { ticket: 'Webhook test' } : { story: 'spooler-stopped' });
  return { since, wasSent: true, hint: 'The sandbox was told to send one; it should arrive within seconds.' };
}

export async function readWebhookArrival(
  tenant: TenantContext,
  input: WebhookArrivalInput,
  deps: Pick<ConnectionsDeps, 'database'>,
): Promise<WebhookArrivalOutput> {
  const exists = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!exists) throw notFound('connection');
  const row = await deps.database.sqlWithTenant(tenant, (sql) =>
    findArrival(tenant, sql, input.connectionId, new Date(input.since), pollMark),
  );
  if (!row) return { delivery: null };
  const { id, state, attempts, error } = row;
  return {
    delivery: {
      id,
      via: 'webhook',
      state,
      attempts,
      error,
      receivedAt: row.received_at,
      processedAt: row.processed_at,
    },
  };
}
