// Hudu: what it is, what it can do, and how fast it may be asked.
import { defineConnector } from '#connectors/sdk/connector.ts';
import { type HuduSecrets, type HuduSettings, huduAuth } from './auth.ts';
import { listClient } from './capabilities/list-client.ts';
import { listDevice } from './capabilities/list-device.ts';
import { readDocument } from './capabilities/read-document.ts';
import { searchDocument } from './capabilities/search-document.ts';
import { testConnection } from './test-connection.ts';

export const huduDocumentation = defineConnector<HuduSettings, HuduSecrets>({
  id: 'hudu/documentation',
  name: 'Hudu',
  vendor: 'Hudu',
  systems: ['documentation'],
  summary: 'Articles, assets, networks and companies of Hudu; never its passwords.',
  verification: {
    level: 'simulated',
    on: '2026-11-20',
    note: 'Against our own sandbox of the documented API of Hudu 2.44.0; not yet against a live instance.',
  },
  auth: huduAuth,
  limits: {
    // 300 a minute for the instance
    requestsPerMinute: 200,
    burst: 20,
    concurrency: 3,
    timeoutMs: 30_000,
    maxResponseBytes: 20_000_000,
    visibilityLagMs: 0,
  },
  capabilities: {
    'document.search': searchDocument,
    'document.read': readDocument,
    'client.list': listClient,
    'device.list': listDevice,
  },
  cannot: {},
  permissions: [
    {
      name: 'API key without password access, destructive actions and exports',
      where: 'Admin, Basic Information, API Keys',
      neededFor: ['connection', 'document.search', 'document.read', 'client.list', 'device.list'],
    },
  ],
  // alerts post a body that each MSP writes itself, unsigned; and nothing of ours waits for news of documents
  triggers: { polls: [] },
  test: testConnection,
});
