// A domain whose quirks a test switches, other service accounts to connect with, and calls in one line.

import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  type CapabilityInput,
  type CapabilityOutput,
  capabilityContracts,
  type DirectCapabilityName,
} from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { WorldAccount, WorldGroup } from '#connectors/sdk/sandbox/directory-records.ts';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { changedConnection } from '#connectors/sdk/testing/changed-connection.ts';
import { type TestConnection, testContext } from '#connectors/sdk/testing/test-context.ts';
import type { AdContext } from '../auth.ts';
import { activeDirectory } from '../connector.ts';
import { activeDirectorySandbox } from '../sandbox/active-directory-sandbox.ts';
import { type DirectoryQuirks, domainUid, initialDirectoryState, passwordOf } from '../sandbox/directory-state.ts';

export const domainId = domainUid(11);

/** @param changes.as another service account, with its own password */
export function connectionOf(
  vendor: VendorSandbox,
  changes: { as?: string; settings?: object; secrets?: object } = {},
): TestConnection {
  const { as } = changes;
  return changedConnection(vendor, {
    settings: { ...(as ? { bindName: as } : {}), ...changes.settings },
    secrets: { ...(as ? { password: passwordOf(as) } : {}), ...changes.secrets },
  });
}

export function openDirectoryBed() {
  let sandbox: Sandbox;
  let vendor: VendorSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [{ dialect: activeDirectorySandbox }] });
    const found = sandbox.vendors['microsoft/active-directory'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.reset();
    sandbox.world.state.dialects['microsoft/active-directory'] = initialDirectoryState();
    vendor.exchanges.length = 0;
  });

  const context = (changes: Parameters<typeof connectionOf>[1] = {}) =>
    testContext(activeDirectory, connectionOf(vendor, changes));
  return {
    get sandbox() {
      return sandbox;
    },
    get vendor() {
      return vendor;
    },
    context,
    account: (mail: string): WorldAccount => {
      const found = sandbox.world.state.accounts.find((entry) => entry.principalName === `${mail}@acme.example`);
      if (!found) throw new Error(`no account ${mail}`);
      return found;
    },
    group: (name: string): WorldGroup => {
      const found = sandbox.world.state.groups.find((entry) => entry.name === name && entry.clientId === 11);
      if (!found) throw new Error(`no group ${name}`);
      return found;
    },
    quirk: (changes: Partial<DirectoryQuirks>) => {
      const state = initialDirectoryState();
      Object.assign(state.quirks, changes);
      sandbox.world.state.dialects['microsoft/active-directory'] = state;
    },
    /** @param given without `client`: the domain is added where the capability wants one */
    call: async <N extends DirectCapabilityName>(
      name: N,
      given: object = {},
      on: AdContext = context(),
    ): Promise<CapabilityOutput<N>> => {
      const capability = activeDirectory.capabilities[name] as
        | DirectCapability<CapabilityInput<N>, CapabilityOutput<N>, AdContext>
        | undefined;
      if (!capability) throw new Error(`${name} is not claimed`);
      const own = /^(user|group|policy)\./.test(name) ? { client: domainId } : {};
      const input = capabilityContracts[name].input.parse({ ...own, ...given }) as CapabilityInput<N>;
      return capability.run(on, input, { tag: 'mspclaw:0197c3de-0000-7000-8000-000000000001:steps.x:1' });
    },
    /** what the domain controller was asked since the test began */
    asked: (method: 'BIND' | 'SEARCH' | 'MODIFY') => vendor.exchanges.filter((exchange) => exchange.method === method),
  };
}
