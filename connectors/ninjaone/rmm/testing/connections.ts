// Connections of the sandbox's client apps, for tests.

import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import type { TestConnection } from '#connectors/sdk/testing/test-context.ts';

export const machineConnection = (vendor: VendorSandbox): TestConnection =>
  changedConnection(vendor, {
    settings: { mode: 'machine', clientId: 'sandbox-machine-app' },
    secrets: { clientSecret: 'sandbox-machine-secret-4711', refreshToken: null },
  });
