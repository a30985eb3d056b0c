// A sandbox whose quirks a test switches, other tenants and apps to connect with, and calls in one line.

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
import type { GraphContext } from '../auth.ts';
import { microsoftGraph } from '../connector.ts';
import { graphSandbox } from '../sandbox/graph-sandbox.ts';
import { apps, type GraphQuirks, initialGraphState, secretOf } from '../sandbox/graph-state.ts';

export function connectionOf(
  vendor: VendorSandbox,
  changes: { app?: keyof typeof apps; settings?: object; secrets?: object } = {},
): TestConnection {
  const { app } = changes;
  return changedConnection(vendor, {
    settings: { ...(app ? { clientId: apps[app] } : {}), ...changes.settings },
    secrets: { ...(app ? { clientSecret: secretOf(app) } : {}), ...changes.secrets },
  });
}

export function openGraphBed() {
  let sandbox: Sandbox;
  let vendor: VendorSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [{ dialect: graphSandbox }] });
    const found = sandbox.vendors['microsoft/graph'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    vendor.clearFaults();
    vendor.exchanges.length = 0;
    sandbox.world.reset();
    sandbox.world.state.dialects['microsoft/graph'] = initialGraphState();
  });

  const context = () => testContext(microsoftGraph, vendor.connection());
  const account = (mail: string): WorldAccount => {
    const found = sandbox.world.state.accounts.find((entry) => entry.principalName === mail);
    if (!found) throw new Error(`no account ${mail}`);
    return found;
  };
  return {
    get sandbox() {
      return sandbox;
    },
    get vendor() {
      return vendor;
    },
    context,
    account,
    group: (name: string): WorldGroup => {
      const found = sandbox.world.state.groups.find((entry) => entry.name === name && entry.clientId === 11);
      if (!found) throw new Error(`no group ${name}`);
      return found;
    },
    license: (partNumber: string): string => {
      const found = sandbox.world.state.licenses.find((entry) => entry.partNumber === partNumber);
      if (!found) throw new Error(`no licence ${partNumber}`);
      return found.uid;
    },
    quirk: (changes: Partial<GraphQuirks>) => {
      const state = initialGraphState();
      Object.assign(state.quirks, changes);
      sandbox.world.state.dialects['microsoft/graph'] = state;
    },
    /** @param given without `client`: this connection's own is added where the capability wants one */
    call: async <N extends DirectCapabilityName>(
      name: N,
      given: object = {},
      on: GraphContext = context(),
    ): Promise<CapabilityOutput<N>> => {
      const capability = microsoftGraph.capabilities[name] as
        | DirectCapability<CapabilityInput<N>, CapabilityOutput<N>, GraphContext>
        | undefined;
      if (!capability) throw new Error(`${name} is not claimed`);
      const own = /^(user|group|license)\./.test(name) ? { client: on.settings.tenant } : {};
      const input = capabilityContracts[name].input.parse({ ...own, ...given }) as CapabilityInput<N>;
      return capability.run(on, input, { tag: 'mspclaw:0197c3de-0000-7000-8000-000000000001:steps.x:1' });
    },
    /** requests since the last look at them, the sign-in left out */
    asked: () => vendor.exchanges.filter(({ path }) => path.startsWith('/v1.0/')),
  };
}
