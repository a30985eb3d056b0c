import { can } from '#server/platform/authz/permissions.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ConnectionInput, ConnectionSummary, ConnectionView } from './connection.schema.ts';
import { openIngestSecret } from './connection-secrets.ts';
import { type ConnectionRow, findConnection, findConnections } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import type { ConnectorInfo } from './vendor-gateway.ts';

export const listConnectors = (deps: Pick<ConnectionsDeps, 'vendors'>): ConnectorInfo[] =>
  deps.vendors.connectors().sort((a, b) => (a.name < b.name ? -1 : 1));

export async function listConnections(tenant: TenantContext, deps: ConnectionsDeps): Promise<ConnectionSummary[]> {
  const rows = await deps.database.withTenant(tenant, (db) => findConnections(tenant, db));
  return rows.map((row) => summarize(row, infoOf(row, deps)));
}

export async function readConnection(
  tenant: TenantContext,
  input: ConnectionInput,
  deps: ConnectionsDeps,
): Promise<ConnectionView> {
  const row = await deps.database.withTenant(tenant, (db) => findConnection(tenant, db, input.connectionId));
  if (!row) throw notFound('connection');
  const info = infoOf(row, deps);
  return {
    ...summarize(row, info),
    settings: visibleSettings(row.settings),
    webhook: info.hasWebhook ? await readWebhook(tenant, row, info, deps) : null,
    pollsEverySeconds: info.pollsEverySeconds,
    capabilities: info.capabilities,
  };
}

async function readWebhook(tenant: TenantContext, row: ConnectionRow, info: ConnectorInfo, deps: ConnectionsDeps) {
  const canRegister = info.canRegisterWebhook;
  const hidden = { url: null, headers: {}, steps: [], canRegister };
  // who may not see the address may not see the header's secret either; a connection that cannot be opened shows none
  if (!can(tenant.role, 'connection.reveal') || row.status === 'disabled') return hidden;
  const url = await webhookUrl(tenant, row, deps);
  try {
    const setup = await deps.vendors.webhookSetup(tenant, row.id, url);
    return setup ? { ...setup, canRegister } : hidden;
  } catch (error) {
    if (error instanceof AppError) return { ...hidden, url };
    throw error;
  }
}

export async function webhookUrl(
  tenant: TenantContext,
  row: { id: string; ingestSecret: Uint8Array },
  deps: Pick<ConnectionsDeps, 'keyring' | 'baseUrl'>,
): Promise<string> {
  const secret = await openIngestSecret(tenant, deps.keyring, row);
  return `${deps.baseUrl.replace(/\/$/, '')}/api/ingest/${row.id}/${secret}`;
}

/** A connector that was taken out leaves its connections readable. */
function infoOf(row: { connector: string }, deps: Pick<ConnectionsDeps, 'vendors'>): ConnectorInfo {
  const known = deps.vendors.connectors().find((info) => info.id === row.connector);
  return (
    known ?? {
      id: row.connector,
      name: row.connector,
      vendor: row.connector.split('/')[0] ?? row.connector,
      systems: [],
      summary: 'This connector is not part of this version.',
      verification: { level: 'simulated', on: '' },
      fields: [],
      hasWebhook: false,
      canRegisterWebhook: false,
      pollsEverySeconds: null,
      capabilities: [],
      can: [],
      cannot: [],
      permissions: [],
    }
  );
}

function summarize(row: ConnectionRow, info: ConnectorInfo): ConnectionSummary {
  return {
    id: row.id,
    name: row.name,
    connector: { id: info.id, name: info.name, vendor: info.vendor, systems: info.systems },
    verification: info.verification,
    ...statusOf(row),
    checkedAt: row.checkedAt,
    lastEventAt: row.lastEventAt,
    isSandbox: row.isSandbox,
    counts: {
      devices: row._count.deviceIdentities,
      clients: row._count.clientIdentities,
      engineers: row._count.engineers,
    },
    createdAt: row.createdAt,
  };
}

/** A hook that the vendor switched off is not seen by calls that work: it is said as long as nothing worse is. */
export function statusOf(row: Pick<ConnectionRow, 'status' | 'statusDetail' | 'hookProblem'>) {
  const isHidden = row.hookProblem !== null && row.status === 'healthy';
  return isHidden
    ? { status: 'degraded' as const, statusDetail: row.hookProblem }
    : { status: row.status, statusDetail: row.statusDetail };
}

function visibleSettings(settings: unknown): Record<string, unknown> {
  if (typeof settings !== 'object' || settings === null) return {};
  const { sandboxControlUrl: _internal, ...visible } = settings as Record<string, unknown>;
  return visible;
}
