// What other slices, the seed and the worker may call.
export { checkWebhooks } from './check-webhooks.ts';
export type { ConnectionsDeps } from './connections-deps.ts';
export { createConnection } from './create-connection.ts';
export { type AcceptHints, pollConnections } from './poll-connections.ts';
export { registerWebhook } from './set-up-webhook.ts';
export { plainName } from './sync-clients.ts';
export { syncConnection } from './sync-connection.ts';
export { syncDueConnections } from './sync-due-connections.ts';
export { updateConnection } from './update-connection.ts';
