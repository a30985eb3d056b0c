// A real receiver on a random port over a real database: connections signed by the Standard Webhooks scheme, as a
// generic connection is. For the suites of this slice and its measurements.
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  decodeWebhookSecret,
  signStandardWebhook,
  verifyStandardWebhook,
} from '#server/platform/webhook-signatures.ts';
import type { AcceptWebhookDeps } from '../accept-webhook.ts';
import { ConnectionRoutes } from '../connection-routes.ts';
import type { EntityHint, WebhookVerifier } from '../ingest-ports.ts';
import { capConnections, makeIngestListener, serverLimits } from '../node-http.ts';
import { makeStoreDeliveries } from '../store-deliveries.ts';
import { WebhookBatcher } from '../webhook-batcher.ts';

export const genericConnector = 'generic/webhook';

export interface TestConnection {
  orgId: string;
  connectionId: string;
  addressSecret: string;
  /** path on the receiver */
  path: string;
  signingKey: Buffer;
}

/** The signing key follows from the address, so that several processes agree on it without a vault. */
const keyOf = (connectionId: string) =>
  decodeWebhookSecret(`whsec_${createHash('sha256').update(`test ${connectionId}`).digest('base64')}`);

export async function createTestConnection(
  database: Database,
  tenant: Pick<TenantContext, 'orgId'>,
  connector = genericConnector,
): Promise<TestConnection> {
  const connectionId = newId();
  const addressSecret = randomBytes(32).toString('base64url');
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId: tenant.orgId,
        id: connectionId,
        connector,
        name: `Test ${connectionId}`,
        ingestSecretHash: createHash('sha256').update(addressSecret).digest(),
        ingestSecret: Buffer.from('sealed elsewhere'),
        status: 'healthy',
      },
    }),
  );
  const path = `/api/ingest/${connectionId}/${addressSecret}`;
  return { orgId: tenant.orgId, connectionId, addressSecret, path, signingKey: keyOf(connectionId) };
}

export const standardWebhooksVerifier: WebhookVerifier = {
  maxBodyBytes: (connector) => (connector === 'no/webhooks' ? null : 262_144),
  verify: async (route, delivery) => verifyStandardWebhook(keyOf(route.connectionId), delivery, new Date()),
  dedupeKey: (_connector, body) => {
    const id = (body as { deliveryId?: unknown }).deliveryId;
    return typeof id === 'string' ? id : null;
  },
  decoderOf: (connector) => (connector === 'text/webhook' ? decodeText : null),
  handshake: (connector, query) => (connector === 'asking/webhook' ? (query.challenge ?? null) : null),
  parse: (_connector, body) => {
    const { hints } = body as { hints?: EntityHint[] };
    if (!Array.isArray(hints)) throw new Error('the body has no hints');
    return hints;
  },
};

/** "alert 7 \"quoted"" -> hints: what a template pastes is not always JSON */
function decodeText(text: string): unknown {
  const [, id] = /^alert (\d+)/.exec(text) ?? [];
  if (!id) throw new Error('no alert in it');
  return { hints: [{ entity: 'alert', id, change: 'created', deviceId: null, at: null }] };
}

export function signedHeaders(connection: TestConnection, body: string | Uint8Array): Record<string, string> {
  const id = `msg_${randomBytes(9).toString('base64url')}`;
  const seconds = Math.floor(Date.now() / 1_000);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signStandardWebhook(connection.signingKey, id, seconds, bytes),
  };
}

export interface Receiver {
  port: number;
  server: http.Server;
  accept: AcceptWebhookDeps;
  routes: ConnectionRoutes;
  close(): Promise<void>;
}

export async function startReceiver(
  database: Database,
  options: {
    port?: number;
    bodyTimeoutMs?: number;
    limits?: http.ServerOptions;
    isExempt?: () => boolean;
    sabotage?: string;
  } = {},
): Promise<Receiver> {
  const routes = new ConnectionRoutes({ database, keepMs: 3_000 });
  const batcher = new WebhookBatcher({ store: makeStoreDeliveries(database) });
  const accept: AcceptWebhookDeps = {
    routes,
    batcher: options.sabotage === 'ack-before-commit' ? { store: ackBeforeCommit(batcher) } : batcher,
    verifier: standardWebhooksVerifier,
    maxBodyBytes: 65_536,
    deadlineMs: 5_000,
    log: { warn: () => {} },
  };
  const listener = makeIngestListener({
    accept,
    next: (_request, response) => response.writeHead(404).end('the console'),
    bodyTimeoutMs: options.bodyTimeoutMs,
  });
  const server = http.createServer({ ...serverLimits, ...options.limits }, listener);
  capConnections(server, 256, options.isExempt);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    server,
    accept,
    routes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What must not be: proves that the suite which kills can see it. */
const ackBeforeCommit =
  (batcher: WebhookBatcher): WebhookBatcher['store'] =>
  async (delivery) => {
    batcher.store(delivery).catch(() => {});
    return 'new';
  };
