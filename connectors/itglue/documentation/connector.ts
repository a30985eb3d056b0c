// IT Glue: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type ItGlueSecrets, type ItGlueSettings, itGlueAuth } from './auth.ts';
import { listClient } from './capabilities/list-client.ts';
import { listContact } from './capabilities/list-contact.ts';
import { listDevice } from './capabilities/list-device.ts';
import { readDocument } from './capabilities/read-document.ts';
import { searchDocument } from './capabilities/search-document.ts';
import { testConnection } from './test-connection.ts';

export const itGlueDocumentation = defineConnector<ItGlueSettings, ItGlueSecrets>({
  id: 'itglue/documentation',
  name: 'IT Glue',
  vendor: 'Kaseya',
  systems: ['documentation'],
  summary: 'Documents, flexible assets, configurations, contacts and organizations of IT Glue; never its passwords.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented API; not yet against a live account.',
  },
  auth: itGlueAuth,
  limits: {
    // 3,000 in five minutes for the whole account, which others use too
    requestsPerMinute: 400,
    burst: 40,
    concurrency: 4,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 0,
  },
  capabilities: {
    'document.search': searchDocument,
    'document.read': readDocument,
    'client.list': listClient,
    'contact.list': listContact,
    'device.list': listDevice,
  },
  cannot: {},
  permissions: [
    {
      name: 'API key, Password Access off',
      where: 'Account, Settings, API Keys',
      neededFor: ['connection', 'document.search', 'document.read', 'client.list', 'contact.list', 'device.list'],
    },
  ],
  // workflows can call an address, unsigned and undocumented, and nothing of ours waits for news of documents
  triggers: { polls: [] },
  test: testConnection,
});
