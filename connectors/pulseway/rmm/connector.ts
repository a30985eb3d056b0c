// Pulseway: what it is, what it can do, and how fast it may be asked.
import { limits } from '#connectors/families/rest-v3/capabilities/rest-v3-capabilities.ts';
import { createConnectionTest } from '#connectors/families/rest-v3/test-connection.ts';
import { createNotificationWebhook } from '#connectors/families/rest-v3/triggers/notification-webhook.ts';
import { createNotificationPoll } from '#connectors/families/rest-v3/triggers/poll-notifications.ts';
import type { RestV3Secrets, RestV3Settings } from '#connectors/families/rest-v3/vendor.ts';
import { defineConnector } from '#connectors/sdk/connector.ts';
import { auth } from './auth.ts';
import { cannot, capabilities } from './capabilities/pulseway-capabilities.ts';
import { pulseway } from './client.ts';

const role = 'the role and scope of the user who makes the token';

export const pulsewayRmm = defineConnector<RestV3Settings, RestV3Secrets>({
  id: 'pulseway/rmm',
  name: 'Pulseway',
  vendor: 'Pulseway',
  systems: ['rmm'],
  summary:
    'Devices, scripts with their results, and notifications of Pulseway, in its cloud or on a server of your own.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented REST API v3; not yet against a live account.',
  },
  auth,
  limits,
  capabilities,
  cannot,
  permissions: [
    { name: 'API token', where: 'Administration > Configuration > API Access', neededFor: ['connection'] },
    {
      name: 'Organizations and devices (view)',
      where: role,
      neededFor: ['client.list', 'device.list', 'device.status', 'device.events'],
    },
    { name: 'Scripts (view and run)', where: role, neededFor: ['script.list', 'script.run'] },
    {
      name: 'Notifications (view and dismiss)',
      where: role,
      neededFor: ['alert.list', 'alert.read', 'alert.resolve', 'device.events'],
    },
    { name: 'Notification webhooks (manage)', where: role, neededFor: ['webhook'] },
  ],
  triggers: {
    webhook: createNotificationWebhook(pulseway),
    polls: [createNotificationPoll(pulseway)],
  },
  tellsRecovery: false,
  test: createConnectionTest(pulseway),
});
