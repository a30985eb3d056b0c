// The webhook receiver: address -> connection -> signature -> inbox, committed before it is answered.
import type { Parts } from './composition.ts';
import type { AcceptWebhookDeps } from './features/ingest/accept-webhook.ts';
import { ConnectionRoutes } from './features/ingest/connection-routes.ts';
import { makeStoreDeliveries } from './features/ingest/store-deliveries.ts';
import { WebhookBatcher } from './features/ingest/webhook-batcher.ts';
import { sentenceLog } from './platform/logger.ts';

export function composeReceiver(parts: Parts): AcceptWebhookDeps {
  const { database, bus, env, log } = parts;
  return {
    routes: new ConnectionRoutes({ database }),
    verifier: bus.webhooks,
    batcher: new WebhookBatcher({ store: makeStoreDeliveries(database) }),
    maxBodyBytes: env.MSPCLAW_INGEST_MAX_BYTES,
    deadlineMs: 8_000,
    log: sentenceLog(log),
  };
}
