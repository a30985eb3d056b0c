// Connections of the sandbox's client apps, for tests.
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import type { TestConnection } from '#connectors/sdk/testing/test-context.ts';

export function connectionOf(
  vendor: VendorSandbox,
  changes: { settings?: Record<string, unknown>; secrets?: Record<string, unknown> } = {},
): TestConnection {
  const { settings, secrets } = vendor.connection();
  return {
    settings: { ...(settings as object), ...changes.settings },
    secrets: { ...(secrets as object), ...changes.secrets },
  };
}

export const machineConnection = (vendor: VendorSandbox): TestConnection =>
  connectionOf(vendor, {
    settings: { mode: 'machine', clientId: 'sandbox-machine-app' },
    secrets: { clientSecret: 'sandbox-machine-secret-4711', refreshToken: null },
  });
