// IT Glue keeps the connector contract, against its sandbox over real HTTP.
import { testConnectorContract } from '#connectors/sdk/testing/connector-contract.ts';
import { itGlueDocumentation } from './connector.ts';
import { itGlueSandbox } from './sandbox/it-glue-sandbox.ts';
import { sandboxKeys } from './sandbox/it-glue-state.ts';
import { withKey } from './testing/it-glue-bed.ts';

testConnectorContract({
  connector: itGlueDocumentation,
  dialect: itGlueSandbox,
  folder: import.meta.dirname,
  inputs: {
    'document.search': () => ({}),
    'document.read': ({ sandbox: { world } }) => ({
      document: `documents:${world.state.documents.find((entry) => entry.clientId === 14)?.id}`,
    }),
    'client.list': () => ({}),
    'contact.list': () => ({}),
    'device.list': () => ({}),
  },
  missing: {
    'document.read': { document: 'documents:99999' },
  },
  wrong: [
    {
      what: 'a wrong key is a wrong key',
      connection: ({ vendor }) => withKey(vendor, 'ITG.not-the-right-key-at-all'),
      kinds: ['unauthenticated'],
    },
    {
      what: 'a key that is limited to other addresses',
      connection: ({ vendor }) => withKey(vendor, sandboxKeys.office),
      kinds: ['forbidden'],
    },
  ],
  forbidden: { connection: ({ vendor }) => withKey(vendor, sandboxKeys.narrow), capability: 'document.read' },
});
