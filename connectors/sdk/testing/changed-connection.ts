import type { VendorSandbox } from '../sandbox/sandbox-server.ts';
import type { TestConnection } from './test-context.ts';

export interface ConnectionChanges {
  settings?: object;
  secrets?: object;
}

/** The connection that a sandbox accepts, with some settings or secrets replaced. */
export function changedConnection(vendor: VendorSandbox, changes: ConnectionChanges = {}): TestConnection {
  const { settings, secrets } = vendor.connection();
  return {
    settings: { ...(settings as object), ...changes.settings },
    secrets: { ...(secrets as object), ...changes.secrets },
  };
}
