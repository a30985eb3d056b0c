// For sandbox connections: something happens on a device of the simulated world, and the vendor calls us about it.
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { SendTestAlertInput } from './connection.schema.ts';
import { findConnection } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';

const stories: Record<SendTestAlertInput['story'], string> = {
  simple: 'powershell-simple',
  complex: 'powershell-complex',
  disk: 'disk-cleanable',
  printer: 'spooler-stopped',
  offline: 'offline',
};

export async function sendTestAlert(tenant: TenantContext, input: SendTestAlertInput, deps: ConnectionsDeps) {
  const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!row) throw notFound('connection');
  const controlUrl = controlUrlOf(row.settings);
  if (!row.isSandbox || controlUrl === null) {
    throw new AppError('UNSUPPORTED', { message: 'Only a sandbox connection can be sent a test alert.' });
  }
  await deps.vendors.tellSandbox(controlUrl, { story: stories[input.story] });
  return { sent: true };
}

export function controlUrlOf(settings: unknown): string | null {
  if (typeof settings !== 'object' || settings === null || !('sandboxControlUrl' in settings)) return null;
  return typeof settings.sandboxControlUrl === 'string' ? settings.sandboxControlUrl : null;
}
