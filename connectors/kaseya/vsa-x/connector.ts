// Kaseya VSA X (VSA 10): what it is, what it can do, and how fast it may be asked. VSA 9 is another product.
import { limits } from '#connectors/families/rest-v3/capabilities/rest-v3-capabilities.ts';
import { createConnectionTest } from '#connectors/families/rest-v3/test-connection.ts';
import { createNotificationWebhook } from '#connectors/families/rest-v3/triggers/notification-webhook.ts';
import { createNotificationPoll } from '#connectors/families/rest-v3/triggers/poll-notifications.ts';
import type { RestV3Secrets, RestV3Settings } from '#connectors/families/rest-v3/vendor.ts';
import { defineConnector } from '#connectors/sdk/connector.ts';
import { auth } from './auth.ts';
import { cannot, capabilities } from './capabilities/vsa-x-capabilities.ts';
import { vsaX } from './client.ts';

const where = 'Administration > Configuration > API Access > the token';

export const kaseyaVsaX = defineConnector<RestV3Settings, RestV3Secrets>({
  id: 'kaseya/vsa-x',
  name: 'Kaseya VSA X',
  vendor: 'Kaseya',
  systems: ['rmm'],
  summary: 'Devices, scripts with their results, and notifications of Kaseya VSA X (VSA 10).',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of REST API v3, by an index of its operations and the shapes of the same API family; not yet against a live tenant.',
  },
  auth,
  limits,
  capabilities,
  cannot,
  permissions: [
    { name: 'REST API (Read)', where, neededFor: ['connection'] },
    { name: 'REST API (Write)', where, neededFor: ['script.run', 'alert.resolve', 'webhook'] },
  ],
  triggers: {
    webhook: createNotificationWebhook(vsaX),
    polls: [createNotificationPoll(vsaX)],
  },
  tellsRecovery: false,
  test: createConnectionTest(vsaX),
});
