// Hudu keeps the connector contract, against its sandbox over real HTTP.
import { testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { huduDocumentation } from './connector.ts';
import { huduSandbox } from './sandbox/hudu-sandbox.ts';
import { sandboxKeys } from './sandbox/hudu-state.ts';
import { withKey } from './testing/hudu-bed.ts';

testConnectorContract({
  connector: huduDocumentation,
  dialect: huduSandbox,
  folder: import.meta.dirname,
  inputs: {
    'document.search': () => ({}),
    'document.read': ({ sandbox: { world } }) => ({
      document: `articles:${world.state.documents.find((entry) => entry.clientId === 14)?.id}`,
    }),
    'client.list': () => ({}),
    'device.list': () => ({}),
  },
  missing: { 'document.read': { document: 'articles:99999' } },
  wrong: [
    {
      what: 'a wrong key is a wrong key',
      connection: ({ vendor }) => withKey(vendor, 'not-the-right-key'),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a key that is limited to other addresses',
      connection: ({ vendor }) => withKey(vendor, sandboxKeys.office),
      kinds: ['forbidden'],
    },
    {
      what: 'an address where something else lives',
      connection: ({ sandbox }) => ({
        settings: { host: sandbox.control.origin },
        secrets: { apiKey: sandboxKeys.full },
      }),
      kinds: ['wrong-host'],
    },
  ],
  forbidden: { connection: ({ vendor }) => withKey(vendor, sandboxKeys.narrow), capability: 'document.read' },
});
